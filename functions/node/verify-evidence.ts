// `npm run verify-evidence <file>… [--desk-key <file>] [--offline]`: what an evidence export proves, in words. Ends with 0
// when all that was checked holds, 1 when something does not, 2 when something could not be checked, a part is missing, or
// the parts are of more than one day.
import { parseArgs } from 'node:util';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { isContinued, judgeCheckpoint } from '../../src/log/check.ts';
import { checkExport } from '../../src/log/check-export.ts';
import type { Checkpoint } from '../../src/log/checkpoint.ts';
import type { DeskKey } from '../../src/log/desk-keys.ts';
import { EVIDENCE_HEAD, LARGEST_EVIDENCE } from '../../src/log/evidence.ts';
import { NoEd25519Error } from '../../src/log/note.ts';
import { remembering, WrongTileError } from '../../src/log/tree.ts';
import { terminalLanguage } from '../settings.ts';
import { createEvidenceTeller, isOfDays } from './evidence-words.ts';
import { siteFrom } from './from-site.ts';
import { keptKeys, keptText } from './kept-files.ts';
import { FetchError, keysAddress, publishedKeys, publishedLog } from './published-log.ts';
import { say } from './say.ts';
import { exitCodes, type Outcome, worstOf } from './statement-words.ts';
import { terminalTexts } from './texts.ts';

const language = preferredLanguage(terminalLanguage());
const all = terminalTexts(language);
const texts = all.evidence;
const tell = createEvidenceTeller(language, say);
/** A month of many parts: more than a member can have made in an hour. */
const LARGEST_FILE = 128 * LARGEST_EVIDENCE;

/** Nothing could be checked, for a reason that a person can do something about. */
class CheckError extends Error {}

try {
  process.exitCode = exitCodes[await verify()];
} catch (error) {
  if (!(error instanceof CheckError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.unknown;
}

async function verify(): Promise<Outcome> {
  const { paths, deskKey, isOffline } = readArguments();
  const files = paths.map((path) => {
    const text = keptText(path, LARGEST_FILE)?.replaceAll('\r\n', '\n');
    const [, address] = new RegExp(`^${EVIDENCE_HEAD}\nsite: (\\S+)\n`).exec(text ?? '') ?? [];
    if (text === undefined || address === undefined) throw new CheckError(fillIn(texts.none, { path }));
    return { text, address };
  });
  const site = siteFrom(files[0]?.address ?? '');
  if (site === undefined) throw new CheckError(all.receipt.unsafeSite);
  const keys = await keysFor(site, deskKey, isOffline);
  say(fillIn(all.receipt.site, { site }));
  say(fillIn(all.receipt.keysFrom, { from: deskKey ?? keysAddress(site) }));
  const texted = files.map(({ text }) => text);
  const checked = await checkExport(texted, keys).catch((error: unknown) => {
    if (error instanceof NoEd25519Error) throw new CheckError(all.receipt.signatures.unsupported);
    throw error;
  });
  if (!checked.ok) {
    if (checked.part === null) throw new CheckError(texts.mixed);
    if (checked.part > 1) say(`\n${fillIn(texts.part, { part: checked.part })}`);
    say(`\n${texts.signatures[checked.why]}\n\n${all.receipt.outcomes.wrong}`);
    return 'wrong';
  }
  const { parts, missing, surplus, twice, made } = checked;
  for (const [at, part] of parts.entries()) {
    if (parts.length > 1) say(`\n${fillIn(texts.part, { part: at + 1 })}`);
    tell.ofPart(part);
  }
  const isOfMonth = parts.some(({ evidence }) => evidence.received !== null);
  if (isOfMonth || surplus > 0) tell.ofWhole(checked);
  const isWrong = twice.length > 0 || parts.some(({ faults }) => faults.length > 0);
  const outcomes: Outcome[] = [isWrong ? 'wrong' : 'holds'];
  if (missing.length > 0 || surplus > 0 || isOfDays(made)) outcomes.push('unknown');
  const checkpoints = parts.flatMap(({ checkpoint }) => checkpoint ?? []);
  if (isOffline) say(texts.log.offline);
  else if (checkpoints.length > 0) outcomes.push(await compare(checkpoints, keys, site));
  const outcome = worstOf(outcomes);
  say(`\n${all.receipt.outcomes[outcome]}`);
  if (outcome === 'wrong') return outcome;
  say(`\n${all.receipt.limits.title}`);
  if (deskKey === undefined) say(`- ${fillIn(all.receipt.limits.key, { site })}`);
  say(`- ${texts.limits.complete}\n- ${texts.limits.only}\n- ${all.receipt.limits.time}`);
  return outcome;
}

function readArguments(): { paths: string[]; deskKey: string | undefined; isOffline: boolean } {
  try {
    const { values, positionals: paths } = parseArgs({
      allowPositionals: true,
      options: { 'desk-key': { type: 'string' }, offline: { type: 'boolean' } },
    });
    if (paths.length === 0) throw new Error('no file');
    return { paths, deskKey: values['desk-key'], isOffline: values.offline ?? false };
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

/** Whether the log that is published now goes on from each of those that the parts were made with. */
async function compare(
  older: readonly Checkpoint[],
  keys: readonly DeskKey[],
  site: string,
): Promise<Outcome> {
  const told = (name: keyof typeof texts.log, outcome: Outcome) => {
    say(texts.log[name]);
    return outcome;
  };
  try {
    const published = publishedLog(site);
    const current = await judgeCheckpoint(await published.checkpoint(), keys);
    if (!current) return told('rewritten', 'wrong');
    if (current.isFormer) return told('unreachable', 'unknown');
    const tiles = remembering(published.tile);
    for (const one of older)
      if (!(await isContinued(one, current.checkpoint, tiles))) return told('rewritten', 'wrong');
    return told('continued', 'holds');
  } catch (error) {
    if (error instanceof FetchError) return told('unreachable', 'unknown');
    if (error instanceof WrongTileError) return told('rewritten', 'wrong');
    throw error;
  }
}
