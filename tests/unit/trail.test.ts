import { describe, expect, it } from 'vitest';
import { createDesk } from '../../functions/reporter/desk.ts';
import { parseVkey } from '../../src/log/note.ts';
import {
  checkTrail,
  readTrailEntry,
  type TrailEntry,
  type TrailNote,
  trailHash,
  writeTrailEntry,
} from '../../src/log/trail.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';

const SITE = 'https://meldpunt.example';
const desk = createDesk(deskKeyOf({ SERVER_SECRET: 'of the desk' }, SITE));
const stranger = createDesk(deskKeyOf({ SERVER_SECRET: 'of a stranger' }, SITE));
const keys = [parseVkey(desk.vkey)].flatMap((key) => key ?? []);

const entryAt = (number: number, fields: Partial<TrailEntry> = {}): TrailEntry => ({
  ...{ site: SITE, number, at: Date.UTC(2026, 10, 26, 9, number), by: 'AB'.repeat(20) },
  ...{ name: 'Anna <anna@example.com>', act: 'opened', reference: 'CVD-2026-4F7K2Q' },
  ...{ previous: number === 1 ? null : '0'.repeat(64) },
  ...fields,
});

/** So many entries that follow each other, the newest first. */
async function trailOf(count: number, signer = desk): Promise<TrailNote[]> {
  const notes: TrailNote[] = [];
  let previous: string | null = null;
  for (let number = 1; number <= count; number += 1) {
    const text = writeTrailEntry(entryAt(number, { previous }));
    notes.unshift({ number, note: signer.sign(text) });
    previous = await trailHash(text);
  }
  return notes;
}

const faultsOf = async (notes: TrailNote[]) =>
  (await checkTrail(notes, keys)).flatMap(({ number, fault }) => (fault ? [`${number} ${fault}`] : []));

describe('the text of an entry', () => {
  it('is what the specification says, a line each', () => {
    expect(writeTrailEntry(entryAt(1, { act: 'signed-in', reference: null }))).toBe(
      `meldpunt trail v1\nsite: ${SITE}\nnumber: 1\nat: 2026-11-26T09:01:00.000Z\nby: ${'AB'.repeat(20)}\n` +
        'name: Anna <anna@example.com>\nact: signed-in\nreference: -\nprevious: -\n',
    );
  });

  it('is read back to the letter, and nothing else is', () => {
    const entry = entryAt(7, { name: 'Zoë: de “baas” — x' });
    const text = writeTrailEntry(entry);
    expect(readTrailEntry(text)).toEqual(entry);
    const others = [
      text.slice(0, -1),
      `${text}\n`,
      text.replace('number: 7', 'number: 07'),
      text.replace('.000Z', 'Z'),
      text.replace('act: opened', 'act: read'),
      text.replace('trail v1', 'trail v2'),
      text.replace('reference: ', 'reference:  '),
      text.replace(/previous: .*/, 'previous: -'),
    ];
    for (const other of others) expect(readTrailEntry(other), other).toBeNull();
  });

  it('is not written of what would be read as something else', () => {
    for (const fields of [
      { name: 'a\nact: erased' },
      { name: '' },
      { number: 0 },
      { by: 'anna' },
      { previous: null },
    ])
      expect(() => writeTrailEntry(entryAt(7, fields as Partial<TrailEntry>))).toThrow(RangeError);
  });
});

describe('a trail that was tampered with', () => {
  it('is told from one that was not, also where only a part of it is looked at', async () => {
    const trail = await trailOf(6);
    expect(await faultsOf(trail)).toEqual([]);
    expect(await faultsOf(trail.slice(2, 5))).toEqual([]);
    expect((await checkTrail(trail, keys)).map(({ entry }) => entry?.number)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('a changed entry is found in the entry', async () => {
    const trail = await trailOf(4);
    const changed = trail.map((one) =>
      one.number === 2 ? { ...one, note: one.note.replace('act: opened', 'act: listed') } : one,
    );
    expect(await faultsOf(changed)).toContain('2 forged');
  });

  it('an entry that a stranger signed is found', async () => {
    const [last] = await trailOf(3, stranger);
    const trail = await trailOf(3);
    expect(await faultsOf([last as TrailNote, ...trail.slice(1)])).toEqual(['3 forged']);
  });

  it('an entry that was left out is found, also where the others were numbered anew', async () => {
    const trail = await trailOf(5);
    expect(await faultsOf(trail.filter(({ number }) => number !== 3))).toEqual(['4 gap']);
    const renumbered = trail
      .filter(({ number }) => number !== 3)
      .map((one) => (one.number > 3 ? { ...one, number: one.number - 1 } : one));
    expect(await faultsOf(renumbered)).toEqual(['4 misplaced', '3 misplaced']);
  });

  it('entries that changed places are found', async () => {
    const trail = await trailOf(4);
    const moved = trail.map((one) => ({
      ...one,
      number: one.number === 2 ? 3 : one.number === 3 ? 2 : one.number,
    }));
    const swapped = moved.toSorted((one, other) => other.number - one.number);
    expect(await faultsOf(swapped)).toEqual(['4 other-before', '3 misplaced', '2 misplaced']);
  });

  it('an entry that the desk itself put in the place of another is found in the one after it', async () => {
    const trail = await trailOf(4);
    const [, , second] = trail;
    const other = desk.sign(writeTrailEntry(entryAt(2, { act: 'listed', reference: null })));
    const replaced = trail.map((one) => (one === second ? { ...one, note: other } : one));
    expect(await faultsOf(replaced)).toEqual(['3 other-before', '2 other-before']);
  });

  it('what is no note at all is told of, and breaks nothing', async () => {
    const [last] = await trailOf(1);
    expect(await faultsOf([{ number: 2, note: 'nonsense' }, last as TrailNote])).toEqual(['2 unreadable']);
  });
});
