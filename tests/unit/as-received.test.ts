import { beforeAll, describe, expect, it } from 'vitest';
import { asReceived, sealedStateOf } from '../../src/browser/proof/as-received.ts';
import { joined, sha256Hex } from '../../src/disclosure/bytes.ts';
import type { CaseView } from '../../src/disclosure/case-view.ts';
import { writeOriginal } from '../../src/disclosure/original.ts';
import type { Statement } from '../../src/log/statement.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { splitHead } from '../../src/openpgp/message-head.ts';
import { makeSessionKey, seal, sealedForTeam } from '../../src/openpgp/seal.ts';

const REFERENCE = 'CVD-2026-4F7K2Q';
const AT = '2026-11-26T12:00:00.000Z';
let before: string;
let after: string;
let elsewhere: string;
let original: string;
let acceptance: Statement;

beforeAll(async () => {
  const { publicKey } = await makeKeyPair({ name: 'Anna' });
  before = await seal('the report', [publicKey]);
  elsewhere = await seal('another report', [publicKey]);
  const block = dearmor(before, 'MESSAGE');
  const parts = block.ok ? splitHead(block.bytes) : null;
  if (!parts) throw new Error('not sealed');
  const fresh = await sealedForTeam(makeSessionKey(), [publicKey, publicKey]);
  after = armor(joined([fresh, parts.contents]), 'MESSAGE');
  original = writeOriginal({ reference: REFERENCE, number: 1, head: parts.head });
  acceptance = {
    ...{ kind: 'acceptance', site: 'https://meldpunt.example', reference: REFERENCE, salt: '' },
    ...{ received: 0, answerBy: 1, sealedReportSha256: await sha256Hex(before) },
  };
});

type Message = CaseView['messages'][number];
const message = (sealed: string, shared?: Message['shared'], number = 1): Message => ({
  ...{ number, from: number === 1 ? 'reporter' : 'team', at: AT, sealed },
  ...(shared ? { shared } : {}),
});
const shared = { at: AT, original: 'sealed' };
const stateOf = async (one: Message, text: string | null, statement = acceptance) =>
  sealedStateOf(statement, [asReceived(one, text, REFERENCE)]);

describe('what the desk signed for, compared with what it keeps', () => {
  it('is the same where nothing was shared, and another where something was changed', async () => {
    expect(await stateOf(message(before), null)).toEqual({ state: 'kept', sharedAt: null });
    expect(await stateOf(message(after), null)).toEqual({ state: 'changed', sharedAt: null });
  });

  it('is the same after sharing, put together of its original and its contents: no false alarm', async () => {
    expect(await stateOf(message(after, shared), original)).toEqual({ state: 'keptShared', sharedAt: AT });
  });

  it('can’t be told after sharing without its original: neither a pass nor an alarm', async () => {
    for (const one of [{ at: AT, original: null }, shared])
      expect(await stateOf(message(after, one), null)).toEqual({ state: 'shared', sharedAt: AT });
  });

  it('is another after sharing where its contents, or its original, are others: no silent pass', async () => {
    expect((await stateOf(message(elsewhere, shared), original)).state).toBe('changed');
    const moved = original.replace('number: 1', 'number: 2');
    for (const text of [moved, original.replace(REFERENCE, 'CVD-2026-000000'), 'nonsense', ''])
      expect((await stateOf(message(after, shared), text)).state).toBe('changed');
  });

  it('of a first response it is any message of the team', async () => {
    const response: Statement = {
      ...{ kind: 'response', site: 'https://meldpunt.example', reference: REFERENCE, salt: '' },
      ...{ sealedReplySha256: await sha256Hex(before), given: 0, assessment: 'rejected', fixExpected: null },
    };
    const ofReply = original.replace('number: 1', 'number: 2');
    expect((await stateOf(message(before, undefined, 2), null, response)).state).toBe('keptReply');
    expect((await stateOf(message(after, shared, 2), ofReply, response)).state).toBe('keptReplyShared');
    expect((await stateOf(message(after, shared, 2), null, response)).state).toBe('sharedReply');
    expect((await stateOf(message(elsewhere, undefined, 2), null, response)).state).toBe('changed');
    // Another that is not known may be it.
    const both = [
      asReceived(message(elsewhere, undefined, 2), null, REFERENCE),
      asReceived(message(after, shared, 3), null, REFERENCE),
    ];
    expect((await sealedStateOf(response, both)).state).toBe('sharedReply');
  });
});
