// `npm run verify-evidence <file> [--desk-key <file>] [--offline]`: what an evidence export proves, in words. Ends with 0
// when all that was checked holds, 1 when something does not, 2 when something could not be checked.
import { parseArgs } from 'node:util';
import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import type { Promised } from '../../src/disclosure/promised.ts';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { formatDayOf, formatMoment, formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { isContinued, judgeCheckpoint } from '../../src/log/check.ts';
import { type CheckedEvidence, checkEvidence } from '../../src/log/check-evidence.ts';
import type { Checkpoint } from '../../src/log/checkpoint.ts';
import type { DeskKey } from '../../src/log/desk-keys.ts';
import { EVIDENCE_HEAD, type Evidence, LARGEST_EVIDENCE } from '../../src/log/evidence.ts';
import { NoEd25519Error } from '../../src/log/note.ts';
import { remembering, WrongTileError } from '../../src/log/tree.ts';
import { terminalLanguage } from '../settings.ts';
import { siteFrom } from './from-site.ts';
import { keptKeys, keptText } from './kept-files.ts';
import { FetchError, keysAddress, publishedKeys, publishedLog } from './published-log.ts';
import { say } from './say.ts';
import { exitCodes, type Outcome, worstOf } from './statement-words.ts';
import { evidenceTexts, terminalTexts } from './texts.ts';

const language = preferredLanguage(terminalLanguage());
const all = terminalTexts(language);
const texts = all.evidence;
const words = evidenceTexts(language);
const moment = (time: number | null) => formatMoment(new Date(time ?? 0), language, 'UTC');

/** Nothing could be checked, for a reason that a person can do something about. */
class CheckError extends Error {}

type Holding = Extract<CheckedEvidence, { ok: true }>;

try {
  process.exitCode = exitCodes[await verify()];
} catch (error) {
  if (!(error instanceof CheckError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.unknown;
}

async function verify(): Promise<Outcome> {
  const { path, deskKey, isOffline } = readArguments();
  const file = keptText(path, 4 * LARGEST_EVIDENCE)?.replaceAll('\r\n', '\n');
  const [, address = ''] = new RegExp(`^${EVIDENCE_HEAD}\nsite: (\\S+)\n`).exec(file ?? '') ?? [];
  if (file === undefined || address === '') throw new CheckError(fillIn(texts.none, { path }));
  const site = siteFrom(address);
  if (site === undefined) throw new CheckError(all.receipt.unsafeSite);
  const keys = await keysFor(site, deskKey, isOffline);
  say(fillIn(all.receipt.site, { site }));
  say(fillIn(all.receipt.keysFrom, { from: deskKey ?? keysAddress(site) }));
  const checked = await checkEvidence(file, keys).catch((error: unknown) => {
    if (error instanceof NoEd25519Error) throw new CheckError(all.receipt.signatures.unsupported);
    throw error;
  });
  if (!checked.ok) {
    say(`\n${texts.signatures[checked.why]}\n\n${all.receipt.outcomes.wrong}`);
    return 'wrong';
  }
  tell(checked);
  const outcomes: Outcome[] = [checked.faults.length > 0 ? 'wrong' : 'holds'];
  if (isOffline) say(texts.log.offline);
  else if (checked.checkpoint) outcomes.push(await compare(checked.checkpoint, keys, site));
  const outcome = worstOf(outcomes);
  say(`\n${all.receipt.outcomes[outcome]}`);
  if (outcome === 'wrong') return outcome;
  say(`\n${all.receipt.limits.title}`);
  if (deskKey === undefined) say(`- ${fillIn(all.receipt.limits.key, { site })}`);
  say(`- ${texts.limits.complete}\n- ${texts.limits.only}\n- ${all.receipt.limits.time}`);
  return outcome;
}

function readArguments(): { path: string; deskKey: string | undefined; isOffline: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'desk-key': { type: 'string' }, offline: { type: 'boolean' } },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new Error('one file');
    return { path, deskKey: values['desk-key'], isOffline: values.offline ?? false };
  } catch (cause) {
    throw new CheckError(texts.usage, { cause });
  }
}

async function keysFor(site: string, path: string | undefined, isOffline: boolean): Promise<DeskKey[]> {
  if (path === undefined && isOffline) throw new CheckError(all.receipt.offlineKeys);
  try {
    const keys = path === undefined ? await publishedKeys(site) : keptKeys(path);
    if (!keys) throw new CheckError(fillIn(all.receipt.noKeys, { from: path ?? keysAddress(site) }));
    return keys;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new CheckError(fillIn(all.verifyUnreachable, { url: error.url, reason: error.reason }));
  }
}

/** Says what the document says, and what in it does not hold. */
function tell({ evidence, isFormer, faults, checkpoint, included, waiting, unproved }: Holding): void {
  const { about, madeAt, received, after, next, cases } = evidence;
  const made = { made: moment(madeAt), name: visibleLine(evidence.name) };
  say(isFormer ? all.receipt.signatures.former : all.receipt.signatures.holds);
  say('');
  if (received === null) say(fillIn(texts.case, { reference: about, ...made }));
  else {
    say(fillIn(texts.month, { month: formatMonth(about, language), ...made }));
    say(fillIn(texts.cameIn, { received, here: cases.length }));
    if (after !== null) say(fillIn(texts.follows, { after: visibleLine(after) }));
    if (next !== null) say(fillIn(texts.goesOn, { next: visibleLine(next) }));
  }
  for (const one of cases) {
    const { reference, receivedAt, withdrawnAt, promises } = one;
    say(`\n${fillIn(words.caseOf, { reference, moment: moment(receivedAt) })}`);
    if (withdrawnAt !== null) say(`  ${fillIn(words.withdrawn, { moment: moment(withdrawnAt) })}`);
    for (const promised of promises) say(`  ${promiseWords(promised, evidence)}`);
  }
  say('');
  for (const { reference, fault } of faults) say(fillIn(texts.faults[fault], { reference: reference ?? '' }));
  if (checkpoint) say(fillIn(texts.proved, { size: checkpoint.size, included, waiting }));
  if (unproved.length > 0) say(fillIn(texts.unproved, { references: unproved.join(', ') }));
}

function promiseWords({ name, outcome, dueAt, doneAt, by }: Promised, { madeAt }: Evidence): string {
  const late = Math.max(0, (doneAt ?? madeAt) - (dueAt ?? 0));
  return fillIn(words.outcomes[outcome], {
    what: words.deadlines[name] ?? name,
    ...{ due: moment(dueAt), done: moment(doneAt), span: formatSpan(late, language) },
    day: formatDayOf(new Date(dueAt ?? 0), language),
    who: by === null ? words.unknown : visibleLine(by),
  });
}

/** Whether the log that is published now goes on from the document's. */
async function compare(older: Checkpoint, keys: readonly DeskKey[], site: string): Promise<Outcome> {
  const told = (name: keyof typeof texts.log, outcome: Outcome) => {
    say(texts.log[name]);
    return outcome;
  };
  try {
    const published = publishedLog(site);
    const current = await judgeCheckpoint(await published.checkpoint(), keys);
    if (!current) return told('rewritten', 'wrong');
    if (current.isFormer) return told('unreachable', 'unknown');
    const isSame = await isContinued(older, current.checkpoint, remembering(published.tile));
    return isSame ? told('continued', 'holds') : told('rewritten', 'wrong');
  } catch (error) {
    if (error instanceof FetchError) return told('unreachable', 'unknown');
    if (error instanceof WrongTileError) return told('rewritten', 'wrong');
    throw error;
  }
}
