// What time it is by the server. A visitor's own clock may be hours, days or years off: whatever is compared with a
// moment that the server gave is compared with this.

interface Fix {
  /** The server's time, in ms since 1970. */
  server: number;
  /** What the clock of this machine said then. It may be set meanwhile. */
  wall: number;
  /** What the counter of this page said then. It may stand still while the machine sleeps. */
  steady: number;
}

let fix: Fix | undefined;
/** The header has whole seconds; what the server just did is never in the future of this clock. */
const WITHIN_A_SECOND = 999;

/** Takes the time from an answer that the server has just given, where it says one (`Date`, RFC 9110 section 6.6.1). */
export function noteServerTime(response: Response): void {
  const server = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(server)) return;
  fix = { server: server + WITHIN_A_SECOND, wall: Date.now(), steady: performance.now() };
}

/**
 * The server's time, in ms since 1970: that of its last answer, and what has passed since by whichever clock counted
 * more. Null before the first answer.
 */
export function knownServerTime(): number | null {
  if (!fix) return null;
  return fix.server + Math.max(0, Date.now() - fix.wall, performance.now() - fix.steady);
}

/** The same; before the first answer it is this machine's time. */
export function serverNow(): number {
  return knownServerTime() ?? Date.now();
}

/** Asks the server what time it is; null where there is no answer. Never throws. */
export async function askServerTime(): Promise<number | null> {
  // Whatever it answers, the time comes with it; this page is kept nowhere and costs next to nothing.
  const response = await fetch('/api/health', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (!response?.headers.has('Date')) return null;
  noteServerTime(response);
  return serverNow();
}

/**
 * Whether a moment (in ms since 1970) has passed, by the server's time. The clock of this machine alone never says so: it
 * may have been set since the server's last answer, so the server is asked again; without its answer it has not passed.
 * Never throws.
 */
export async function hasPassed(moment: number): Promise<boolean> {
  if (!(moment <= serverNow())) return false;
  // Setting a clock doesn't move the counter.
  if (fix && moment <= fix.server + performance.now() - fix.steady) return true;
  const asked = await askServerTime();
  return asked !== null && moment <= asked;
}
