import { randomBytes } from 'node:crypto';
import type { NewStatement, Store } from '../../functions/store/store.ts';

/** A statement of 2026-11-23 about this case with an entry of its own, in something that looks like a signed note. */
export function newStatement(
  fields: Partial<NewStatement> = {},
  reference = 'CVD-2026-000000',
): NewStatement {
  const salt = randomBytes(16).toString('base64');
  const note = `meldpunt statement v1\nsalt: ${salt}\nreference: ${reference}\n\n— desk.example/log ${randomBytes(68).toString('base64')}\n`;
  return { note, entry: randomBytes(32).toString('base64'), at: Date.UTC(2026, 10, 23, 9, 0), ...fields };
}

type Append = Parameters<Store['appendToLog']>[0];

/** What `appendToLog` takes for these entries at this size: a tile and a checkpoint that name the size then. */
export function appendInput(
  seenSize: number,
  entries: readonly string[],
  extras: Partial<Append> = {},
): Append {
  const size = seenSize + entries.length;
  const tiles = [{ name: '0/000', bytes: new TextEncoder().encode(`tile at ${size}`) }];
  return { seenSize, entries, tiles, checkpoint: checkpointAt(size), month: '2026-11', ...extras };
}

export const checkpointAt = (size: number) => `desk.example/log\n${size}\n\n`;

/** Entries in the order of their bytes. */
export function inOrder(entries: readonly string[]): string[] {
  return entries.toSorted((one, other) => Buffer.compare(bytesOf(one), bytesOf(other)));
}

const bytesOf = (entry: string) => Buffer.from(entry, 'base64');
