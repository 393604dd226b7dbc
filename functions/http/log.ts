/** One event: codes, numbers and references, never anything that a visitor typed. */
export type LogEvent = { event: string; [name: string]: string | number | boolean };
export type Log = (event: LogEvent) => void;

/** Writes one JSON line per event to standard output. */
export const logToStdout: Log = (event) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
};
