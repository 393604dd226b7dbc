// `npm run verify-log <url> [<file> …] [--desk-key <file>]`: goes through the whole log of a site, and compares it with what
// was seen of it before. Ends with 0 when all of it holds, 1 when something does not, 2 when it could not be checked.
import { parseArgs } from 'node:util';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import {
  checkInLog,
  checkStatement,
  isContinued,
  judgeCheckpoint,
  type LogReader,
} from '../../src/log/check.ts';
import { checkWholeLog, MOST_ENTRIES, type WholeFault } from '../../src/log/check-whole.ts';
import type { Checkpoint } from '../../src/log/checkpoint.ts';
import type { DeskKey } from '../../src/log/desk-keys.ts';
import { checkFigures, isFiguresFile, LARGEST_FIGURES } from '../../src/log/figures-note.ts';
import { openNote } from '../../src/log/note.ts';
import { isLogged, readStatement } from '../../src/log/statement.ts';
import { remembering, WrongTileError } from '../../src/log/tree.ts';
import { terminalLanguage } from '../settings.ts';
import { siteFrom } from './from-site.ts';
import { type KeptFile, keptKeys, keptNotes, keptText } from './kept-files.ts';
import { FetchError, keysAddress, presentKey, publishedKeys, publishedLog } from './published-log.ts';
import { say } from './say.ts';
import { exitCodes, type Outcome, outcomeOf, statementWords, worstOf } from './statement-words.ts';
import { terminalTexts } from './texts.ts';

const language = preferredLanguage(terminalLanguage());
const all = terminalTexts(language);
const texts = all.log;
const words = statementWords(all.receipt, language);

/** Nothing could be checked, for a reason that a person can do something about. */
class CheckError extends Error {}

/** What somebody kept: notes, or a file of figures. */
type Kept = KeptFile & { figures: string | null };

/** The log as it is now, and what it is checked by. */
interface Checked {
  keys: DeskKey[];
  checkpoint: Checkpoint;
  log: LogReader;
}

try {
  process.exitCode = exitCodes[await verify()];
} catch (error) {
  const isUnreachable = error instanceof FetchError;
  if (!(error instanceof CheckError) && !isUnreachable) throw error;
  const { message } = error;
  const { url, reason } = isUnreachable ? error : { url: '', reason: '' };
  process.stderr.write(`${isUnreachable ? fillIn(all.verifyUnreachable, { url, reason }) : message}\n`);
  process.exitCode = exitCodes.unknown;
}

async function verify(): Promise<Outcome> {
  const { site, files, deskKey } = readArguments();
  const kept = files.map((path) => ({ path, ...notesIn(path) }));
  const from = deskKey ?? keysAddress(site);
  const keys = deskKey === undefined ? await publishedKeys(site) : keptKeys(deskKey);
  if (!keys) throw new CheckError(fillIn(all.receipt.noKeys, { from }));
  const key = presentKey(keys, site);
  if (key === null) throw new CheckError(fillIn(texts.otherKey, { from, site }));
  say(fillIn(texts.key, { key, from }));

  const published = publishedLog(site);
  const note = await published.checkpoint();
  const judged = await judgeCheckpoint(note, keys);
  const url = `${site}/log/checkpoint`;
  if (judged?.isFormer) throw new CheckError(fillIn(texts.former, { url }));
  if (!judged) {
    say(fillIn(texts.forged, { url }));
    return 'wrong';
  }
  const log = { checkpoint: async () => note, tile: remembering(published.tile) };
  const checked = { keys, checkpoint: judged.checkpoint, log };
  const { size } = judged.checkpoint;
  say(fillIn(size === 1 ? texts.size_one : texts.size_other, { site, count: size }));
  if (size > MOST_ENTRIES) throw new CheckError(fillIn(texts.tooLarge, { most: MOST_ENTRIES }));

  const faults = await checkWholeLog(judged.checkpoint, log.tile);
  for (const fault of faults) say(wordsOfFault(fault));
  if (faults.length === 0) say(texts.whole);
  const outcomes: Outcome[] = [faults.length === 0 ? 'holds' : 'wrong'];
  const ofFigures: Outcome[] = [];
  for (const file of kept) outcomes.push(...(await compare(file, checked, ofFigures)));
  const ofLog = worstOf(outcomes);
  const outcome = worstOf([ofLog, ...ofFigures]);
  // Figures that somebody changed say nothing against the log.
  const isLogRight = ofLog === 'holds' && outcome === 'wrong';
  say(`\n${isLogRight ? texts.outcomes.onlyFigures : texts.outcomes[outcome]}`);
  // Whatever else is in its note, nothing that a terminal obeys.
  say(`\n${texts.keep}\n\n${note.replaceAll(/[^\n -~—]/gu, '?')}`);
  return outcome;
}

function readArguments(): { site: string; files: string[]; deskKey: string | undefined } {
  try {
    const options = { 'desk-key': { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [address = '', ...files] = positionals;
    const site = siteFrom(address);
    if (site === undefined) throw new Error('no site');
    return { site, files, deskKey: values['desk-key'] };
  } catch (cause) {
    throw new CheckError(texts.usage, { cause });
  }
}

/** What is in a file: notes, or the figures of a day. */
function notesIn(path: string): Kept {
  const figures = keptText(path, LARGEST_FIGURES);
  if (figures !== null && isFiguresFile(figures))
    return { figures, checkpoints: [], statements: [], unread: 0 };
  const notes = keptNotes(path);
  if (!notes) throw new CheckError(fillIn(all.receipt.noFile, { path }));
  const isEmpty = notes.checkpoints.length + notes.statements.length === 0;
  if (isEmpty) throw new CheckError(fillIn(texts.noNotes, { path }));
  return { ...notes, figures: null };
}

/** Compares the log with what somebody kept of it, and says how that came out. @param ofFigures gets what is wrong with figures alone */
async function compare(
  { path, figures, checkpoints, statements, unread }: Kept & { path: string },
  { keys, checkpoint, log }: Checked,
  ofFigures: Outcome[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const tell = (text: string, outcome: Outcome) => {
    say(text);
    outcomes.push(outcome);
  };
  const tellOf = async (seen: Checkpoint) => {
    const isSame = await isContinued(seen, checkpoint, log.tile).catch(falseForWrongTile);
    const text = isSame ? texts.seen.continued : texts.seen.rewritten;
    tell(fillIn(text, { path, size: seen.size }), isSame ? 'holds' : 'wrong');
  };
  const signed = figures === null ? null : await checkFigures(figures, keys);
  if (signed?.ok) {
    const made = formatMoment(new Date(signed.figures.made), language, 'UTC');
    tell(fillIn(texts.seen.figures, { path, made }), 'holds');
    await tellOf(signed.checkpoint);
  } else if (signed) {
    const why = signed.why === 'changed' ? texts.seen.otherFigures : all.receipt.signatures[signed.why];
    say(`${path}: ${why}`);
    ofFigures.push('wrong');
  }
  for (const note of checkpoints) {
    const seen = await judgeCheckpoint(note, keys);
    if (seen) await tellOf(seen.checkpoint);
    else tell(fillIn(texts.seen.foreign, { path }), 'wrong');
  }
  for (const { note, position } of statements) {
    const check = await checkStatement(note, keys);
    const { reference } = readStatement(openNote(note)?.text ?? '') ?? {};
    const values = { path, reference };
    if (!check.ok) {
      tell(fillIn(texts.seen.statement, { ...values, finding: all.receipt.signatures[check.why] }), 'wrong');
    } else if (isLogged(check.statement)) {
      const finding = await checkInLog({
        note,
        position: null,
        hint: position,
        seen: [],
        now: Date.now(),
        keys,
        log,
      });
      const said = fillIn(texts.seen.statement, { ...values, finding: words.ofFinding(finding) });
      tell(said, outcomeOf(finding));
    }
  }
  if (unread > 0) tell(`${path}: ${all.receipt.signatures.unreadable}`, 'wrong');
  return outcomes;
}

function falseForWrongTile(error: unknown): boolean {
  if (error instanceof WrongTileError) return false;
  throw error;
}

function wordsOfFault(fault: WholeFault): string {
  if (fault.what === 'tile') return fillIn(texts.faults.tile, { path: fault.path });
  if (fault.what === 'root') return texts.faults.root;
  return fillIn(texts.faults.twice, { first: fault.first + 1, position: fault.position + 1 });
}
