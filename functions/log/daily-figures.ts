import { monthsUntil } from '../../src/disclosure/clock.ts';
import { LEAST, monthsToShow, type PublicFigures } from '../../src/disclosure/public-figures.ts';
import { readCheckpoint } from '../../src/log/checkpoint.ts';
import { readFigures, writeFigures } from '../../src/log/figures-note.ts';
import { openNote } from '../../src/log/note.ts';
import type { Store } from '../store/store.ts';
import { createLogFiles } from './files.ts';
import type { CheckpointSigner } from './signed-checkpoint.ts';

/** The running month, and twelve whole ones. */
const MONTHS = 13;
const DAY = 24 * 60 * 60 * 1000;

/** What they are made of; the names of these parts. */
interface FiguresParts {
  store: Pick<Store, 'readTallies' | 'readFigures' | 'readLog' | 'readTiles' | 'keepToken' | 'readToken'>;
  desk: CheckpointSigner;
  now: () => Date;
  siteUrl: string;
  firstResponseDays: number;
}
export type DailyFiguresPart = keyof FiguresParts;

/** The figures of a day, and the note in which the desk signed them. */
export interface DailyFigures {
  figures: PublicFigures;
  note: string;
}

/**
 * Gives the figures of today: made and signed when somebody asks first on a day (UTC), and kept, so that all see the same,
 * and nobody can follow a single report or answer by asking again. Bound to the checkpoint that the log has then.
 */
export function createDailyFigures(parts: FiguresParts): (now: number) => Promise<DailyFigures> {
  const { store, desk, siteUrl, firstResponseDays } = parts;
  const files = createLogFiles(parts);

  async function kept(name: string, now: number): Promise<DailyFigures | null> {
    // Nobody can guess anything here.
    const own = { key: name, most: Number.MAX_SAFE_INTEGER, windowSeconds: DAY / 1000 };
    const found = await store.readToken({ name, guesses: [], own, now });
    return 'value' in found && found.value !== null ? read(found.value) : null;
  }

  function read(note: string): DailyFigures | null {
    const figures = readFigures(openNote(note)?.text ?? '');
    return figures && { figures, note };
  }

  async function made(now: number): Promise<DailyFigures> {
    const months = monthsUntil(now, MONTHS);
    const [tallies, counted, checkpoint] = await Promise.all([
      store.readTallies(months),
      store.readFigures(months),
      files.checkpoint(),
    ]);
    const log = readCheckpoint(openNote(checkpoint.note)?.text ?? '');
    const root = Buffer.from(log?.root ?? []).toString('base64');
    const received = counted.map((one) => one.received);
    const figures: PublicFigures = {
      ...{ site: siteUrl, made: new Date(now).toISOString() },
      ...{ promisedDays: firstResponseDays, least: LEAST },
      log: { origin: desk.origin, size: checkpoint.size, root },
      ...monthsToShow(tallies, received),
    };
    return { figures, note: desk.sign(writeFigures(figures)) };
  }

  return async (now) => {
    const day = new Date(now).toISOString().slice(0, 10);
    const name = `figures:${day}`;
    const found = await kept(name, now);
    if (found) return found;
    const fresh = await made(now);
    // Of two servers that made them at once, both give what was kept first.
    const note = await store.keepToken({ name, value: fresh.note, endsAt: now + 2 * DAY, now });
    return read(note) ?? fresh;
  };
}
