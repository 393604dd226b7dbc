import type { Case } from '../../../src/disclosure/case.ts';
import { caseIn, type KeptCase, readCases } from '../records.ts';
import { type ClockStore, type FoundCases, MOST_LOOKED_AT, MOST_UNREADABLE } from '../store.ts';
import type { KvClient } from './client.ts';
import { keptCases, yesOrNo } from './replies.ts';
import { script } from './script.ts';

const keepScript = script(
  { keys: ['unreadable'], lists: { references: 'text' } },
  `
  for _, reference in ipairs(references) do redis.call('SADD', unreadable, reference) end
  return '1'`,
);

/** The record is empty where the case is gone. */
const readScript = script(
  { keys: ['unreadable'], values: ['most'] },
  `
  local references = redis.call('SMEMBERS', unreadable)
  table.sort(references)
  local found = {}
  for at = 1, math.min(#references, tonumber(most)) do
    local record = redis.call('HGET', prefix .. 'case:' .. references[at], 'record')
    found[at] = {references[at], record or ''}
  end
  return found`,
);

const forgetScript = script(
  { keys: ['unreadable'], lists: { references: 'text' } },
  `
  for _, reference in ipairs(references) do redis.call('SREM', unreadable, reference) end
  return '1'`,
);

const keys = { unreadable: 'unreadable' };

/** Which cases of the kv adapter can't be read. */
export function kvUnreadable({ run }: KvClient): Pick<ClockStore, 'listUnreadable'> {
  return {
    async listUnreadable() {
      const found = await run(keptCases, readScript, keys, { most: MOST_UNREADABLE });
      const isStill = ([, record]: KeptCase) => record !== '' && caseIn(record) === null;
      const mended = found.filter((one) => !isStill(one)).map(([reference]) => reference);
      if (mended.length > 0) await run(yesOrNo, forgetScript, keys, { references: mended });
      return found.filter(isStill).map(([reference]) => reference);
    },
  };
}

/**
 * The cases in these records, where an empty one stands for none, and which can't be read; keeps those, in a request of
 * its own where there are any.
 */
export async function foundIn({ run }: KvClient, kept: readonly KeptCase[]): Promise<FoundCases> {
  const found = readCases(kept.filter(([, record]) => record !== ''));
  const { unreadable } = found;
  // Where that fails they are met again.
  if (unreadable.length > 0)
    await run(yesOrNo, keepScript, keys, { references: unreadable }).catch(() => undefined);
  return found;
}

/** The same, of those that can be read. */
export async function casesIn(client: KvClient, kept: readonly KeptCase[]): Promise<Case[]> {
  return (await foundIn(client, kept)).cases;
}

/**
 * `limit` cases of a list, be it that some in between can't be read: in one request where none are.
 * @param page gives records of the list: so many, behind so many
 */
export async function fullPage(
  client: KvClient,
  limit: number,
  page: (limit: number, behind: number) => Promise<KeptCase[]>,
): Promise<Case[]> {
  const cases: Case[] = [];
  for (let looked = 0; cases.length < limit && looked < MOST_LOOKED_AT; ) {
    const most = limit - cases.length;
    const kept = await page(most, looked);
    cases.push(...(await casesIn(client, kept)));
    if (kept.length < most) break;
    looked += kept.length;
  }
  return cases;
}
