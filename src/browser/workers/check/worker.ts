// Checks a proof, and the sealed report where there is one. Holds nothing, and sends nothing: it reads the public log.
import { limits } from '../../../disclosure/limits.ts';
import { receive } from '../../../handover/border.ts';
import type { VerifyTexts } from '../../../handover/proof.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { readDeskKeys } from '../../../log/desk-keys.ts';
import { type Checked, checkKept } from '../../proof/check-kept.ts';
import { describe, type SealedState } from '../../proof/describe.ts';
import { MOST_STATEMENTS, type Read, readReceipt, readSealed } from '../../proof/read-files.ts';
import { hashIn, verdictOf } from '../../proof/verdict.ts';
import { answerTasks } from '../serve.ts';
import type { CheckTasks, Found, Given } from './tasks.ts';

answerTasks<CheckTasks>({ check }, () => undefined);

async function check({ receipt, sealed, dataset, seen }: Given): Promise<Found> {
  const { language, texts } = receive<VerifyTexts>({ dataset });
  const given = await readReceipt(receipt);
  const hashes = sealed && (await readSealed(sealed));
  // A report that can't be read must not pass for one that matches.
  if (!given.ok || hashes?.ok === false) {
    return { ok: false, receipt: sentenceOf(given, receipt), sealed: sentenceOf(hashes, sealed) };
  }
  const { statements, checkpoints, begun, hasCode } = given.value;
  const kept = statements.map(({ note, position }) => ({ note, position: null, hint: position }));
  const keys = readDeskKeys(dataset['deskKeys'] ?? '') ?? [];
  const { checked, fitting } = await checkKept(kept, keys, [...checkpoints, ...seen]);
  const unread = begun > MOST_STATEMENTS ? 0 : begun - statements.length;
  const named = hashes?.value ?? null;
  return {
    ok: true,
    verdict: verdictOf(checked, unread, named, language, texts),
    statements: checked.map((one) => describe(one, comparedWith(named, one, checked), language, texts)),
    tooMany:
      begun > MOST_STATEMENTS ? fillIn(texts.faults.tooMany, { count: begun, most: MOST_STATEMENTS }) : '',
    hasCode,
    fitting,
  };

  function sentenceOf(read: Read<unknown> | null, file: File | null): string {
    const size = formatBytes(file?.size ?? 0, language);
    const most = formatBytes(limits.sealedReport, language);
    return !read || read.ok ? '' : fillIn(texts.faults[read.fault], { size, most });
  }
}

/** How a statement's sealed message compares with the file. One that another statement is about is not compared. */
function comparedWith(hashes: string[] | null, one: Checked, all: readonly Checked[]): SealedState {
  const isIn = ({ check: found }: Checked) => found.ok && hashes?.includes(hashIn(found.statement) ?? '');
  if (isIn(one)) return 'same';
  const hasHash = one.check.ok && hashIn(one.check.statement) !== null;
  return hashes === null || !hasHash || all.some(isIn) ? null : 'other';
}
