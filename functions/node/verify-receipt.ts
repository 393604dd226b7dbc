// `npm run verify-receipt <file> [<sealed report>] [--desk-key <file>] [--offline]`: what a kept receipt proves, in words.
// Ends with 0 when all that was checked holds, 1 when something does not, 2 when something could not be checked.
import { parseArgs } from 'node:util';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { checkInLog, checkStatement, judgeCheckpoint } from '../../src/log/check.ts';
import type { DeskKey } from '../../src/log/desk-keys.ts';
import { openNote } from '../../src/log/note.ts';
import type { KeptStatement } from '../../src/log/receipt-file.ts';
import { isLogged, readStatement } from '../../src/log/statement.ts';
import { terminalLanguage } from '../settings.ts';
import { siteFrom } from './from-site.ts';
import { keptKeys, keptNotes, keptSealed } from './kept-files.ts';
import { FetchError, keysAddress, publishedKeys, publishedLog } from './published-log.ts';
import { say } from './say.ts';
import { exitCodes, type Outcome, outcomeOf, statementWords, worstOf } from './statement-words.ts';
import { terminalTexts } from './texts.ts';

const language = preferredLanguage(terminalLanguage());
const all = terminalTexts(language);
const texts = all.receipt;
const words = statementWords(texts, language);

/** Nothing could be checked, for a reason that a person can do something about. */
class CheckError extends Error {}

/** What was asked for. */
interface Asked {
  receipt: string;
  sealed: string | undefined;
  deskKey: string | undefined;
  isOffline: boolean;
}

try {
  process.exitCode = exitCodes[await verify(readArguments())];
} catch (error) {
  if (!(error instanceof CheckError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.unknown;
}

async function verify({ receipt, sealed, deskKey, isOffline }: Asked): Promise<Outcome> {
  const kept = keptNotes(receipt);
  if (!kept) throw new CheckError(fillIn(texts.noFile, { path: receipt }));
  if (kept.statements.length === 0 && kept.unread > 0) {
    say(texts.signatures.unreadable);
    say(`\n${texts.outcomes.wrong}`);
    return 'wrong';
  }
  const site = siteOf(kept.statements, receipt);
  const hashes = sealed === undefined ? undefined : await keptSealed(sealed);
  if (hashes === null) throw new CheckError(fillIn(texts.noSealed, { path: sealed }));
  const keys = await keysFor(site, deskKey, isOffline);
  say(fillIn(texts.site, { site }));
  say(fillIn(texts.keysFrom, { from: deskKey ?? keysAddress(site) }));

  const log = publishedLog(site);
  const outcomes: Outcome[] = [];
  for (const { note, position } of kept.statements) {
    const check = await checkStatement(note, keys);
    say('');
    if (!check.ok) {
      say(texts.signatures[check.why]);
      outcomes.push(check.why === 'unsupported' ? 'unknown' : 'wrong');
      continue;
    }
    say(words.ofStatement(check.statement));
    say(`  ${check.isFormer ? texts.signatures.former : texts.signatures.holds}`);
    if (hashes && check.statement.kind === 'acceptance') {
      const isSame = hashes.includes(check.statement.sealedReportSha256);
      say(`  ${fillIn(isSame ? texts.sealedSame : texts.sealedOther, { path: sealed })}`);
      outcomes.push(isSame ? 'holds' : 'wrong');
    }
    if (!isLogged(check.statement)) say(`  ${texts.log.none}`);
    else if (isOffline) say(`  ${texts.log.offline}`);
    else {
      const seen = kept.checkpoints;
      const finding = await checkInLog({
        note,
        position: null,
        hint: position,
        seen,
        now: Date.now(),
        keys,
        log,
      });
      say(`  ${words.ofFinding(finding)}`);
      outcomes.push(outcomeOf(finding));
    }
  }
  if (kept.unread > 0) {
    say(`\n${texts.signatures.unreadable}`);
    outcomes.push('wrong');
  }
  for (const note of kept.checkpoints) {
    if (await judgeCheckpoint(note, keys)) continue;
    say(`\n${texts.checkpointWrong}`);
    outcomes.push('wrong');
  }
  const outcome = worstOf(outcomes);
  sum(outcome, { isFetched: deskKey === undefined, hasSealed: sealed !== undefined, site });
  return outcome;
}

function readArguments(): Asked {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'desk-key': { type: 'string' }, offline: { type: 'boolean' } },
    });
    const [receipt, sealed, ...more] = positionals;
    if (receipt === undefined || more.length > 0) throw new Error('one file, or two');
    return { receipt, sealed, deskKey: values['desk-key'], isOffline: values.offline ?? false };
  } catch (cause) {
    throw new CheckError(texts.usage, { cause });
  }
}

/** The site that the statements name, which is all that is believed before their signatures are checked. */
function siteOf(statements: readonly KeptStatement[], path: string): string {
  const sites = new Set(
    statements.map(({ note }) => siteFrom(readStatement(openNote(note)?.text ?? '')?.site ?? '')),
  );
  const [site] = sites;
  if (sites.size === 0) throw new CheckError(fillIn(texts.noStatement, { path }));
  if (sites.size > 1) throw new CheckError(fillIn(texts.severalSites, { path }));
  if (site === undefined) throw new CheckError(texts.unsafeSite);
  return site;
}

async function keysFor(site: string, path: string | undefined, isOffline: boolean): Promise<DeskKey[]> {
  if (path === undefined && isOffline) throw new CheckError(texts.offlineKeys);
  try {
    const keys = path === undefined ? await publishedKeys(site) : keptKeys(path);
    if (!keys) throw new CheckError(fillIn(texts.noKeys, { from: path ?? keysAddress(site) }));
    return keys;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new CheckError(fillIn(all.verifyUnreachable, { url: error.url, reason: error.reason }));
  }
}

/** What all of it comes to, and what it does not prove. */
function sum(
  outcome: Outcome,
  { isFetched, hasSealed, site }: { isFetched: boolean; hasSealed: boolean; site: string },
): void {
  say(`\n${texts.outcomes[outcome]}`);
  if (outcome === 'wrong') return;
  say(`\n${texts.limits.title}`);
  if (!hasSealed) say(`- ${texts.limits.report}`);
  if (isFetched) say(`- ${fillIn(texts.limits.key, { site })}`);
  say(`- ${texts.limits.contents}\n- ${texts.limits.time}`);
}
