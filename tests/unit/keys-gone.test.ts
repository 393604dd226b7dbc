import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const YEAR = 365 * 86_400_000;
/** What time it is in truth, in ms since 1970; a whole second, as the server says it. */
const NOW = Date.parse('2026-11-26T12:00:00Z');

describe('the note that all keys of the team have run out', () => {
  let note: { dataset: Record<string, string>; hidden: boolean };
  let page: typeof import('../../src/browser/api/keys-gone.ts');
  let time: typeof import('../../src/browser/api/server-time.ts');
  /** What has passed since the page was opened, in ms. */
  let passed: number;
  /** How far this machine's clock is ahead, in ms. */
  let ahead: number;
  let asked: number;
  let isOffline: boolean;
  const answer = () => new Response(null, { headers: { Date: new Date(NOW + passed).toUTCString() } });

  /** Opens a page of which the last key runs out then. */
  async function open(until: number): Promise<void> {
    note = { dataset: { keysGone: String(until) }, hidden: true };
    vi.resetModules();
    page = await import('../../src/browser/api/keys-gone.ts');
    time = await import('../../src/browser/api/server-time.ts');
  }
  const isShown = async () => {
    await page.tellKeysGone();
    return !note.hidden;
  };

  beforeEach(() => {
    [passed, ahead, asked, isOffline] = [0, 0, 0, false];
    vi.spyOn(Date, 'now').mockImplementation(() => NOW + passed + ahead);
    vi.spyOn(performance, 'now').mockImplementation(() => passed);
    vi.stubGlobal('document', { querySelectorAll: () => [note] });
    vi.stubGlobal('fetch', async () => {
      asked += 1;
      if (isOffline) throw new TypeError('offline');
      return answer();
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it.each([false, true])(
    'is not shown for a clock that is set right by years while the page is open; offline: %s',
    async (offline) => {
      ahead = -2 * YEAR;
      await open(NOW + YEAR);
      time.noteServerTime(answer());
      expect(await isShown()).toBe(false);
      [passed, ahead, isOffline] = [60_000, 0, offline];
      expect(await isShown()).toBe(false);
      expect(asked).toBe(1);
    },
  );

  it('is shown where the server says so, or said so already, whatever this machine’s clock says', async () => {
    ahead = -2 * YEAR;
    await open(NOW + 30_000);
    time.noteServerTime(answer());
    passed = 29_000;
    expect(await isShown()).toBe(false);
    passed = 31_000;
    expect(await isShown()).toBe(true);
    expect(asked).toBe(0);
    ahead = 2 * YEAR;
    await open(NOW + YEAR);
    expect(await isShown()).toBe(false);
    await open(NOW - 1);
    expect(await isShown()).toBe(true);
    expect(asked).toBe(2);
  });

  it('is shown after a sleep, in which only the clock went on, once the server says so', async () => {
    await open(NOW + 3_600_000);
    time.noteServerTime(answer());
    vi.spyOn(performance, 'now').mockImplementation(() => 1_000);
    passed = 2 * 3_600_000;
    expect(await isShown()).toBe(true);
    expect(asked).toBe(1);
  });
});
