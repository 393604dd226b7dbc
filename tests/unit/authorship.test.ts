import { describe, expect, it } from 'vitest';
import {
  type Authorship,
  authorshipOf,
  firstSignedOf,
  isBeforeSignatures,
  reportAuthorshipOf,
  type Signature,
  type Signer,
  signedApart,
} from '../../src/disclosure/authorship.ts';
import { DESK } from '../../src/disclosure/signed-text.ts';

const ADA = 'A'.repeat(40);
const reference = 'CVD-2026-4F7K2Q';
const at = Date.parse('2026-12-24T12:00:00Z');
const message = { number: 3, from: 'team', at: '2026-12-24T12:00:01.500Z' } as const;
const signature: Signature = { state: 'holds', fingerprint: ADA, at };
const head = { reference, number: 3, from: 'team', written: '2026-12-24T12:00:00Z' } as const;
const signers: Signer[] = [{ fingerprint: ADA, name: 'Ada de Vries', until: null }];
const right = { message, reference, signature, head, signers, isOld: false };
const of = (changes: Partial<typeof right> | Record<string, unknown>): Authorship =>
  authorshipOf({ ...right, ...changes });

describe('who wrote a message', () => {
  it('is proved by a signature that holds, of this side, for this place', () => {
    expect(of({})).toEqual({ kind: 'verified', who: 'Ada de Vries', fingerprint: ADA, at });
    expect(
      of({
        message: { ...message, from: 'reporter' },
        head: { ...head, from: 'reporter' },
        signers: [{ fingerprint: ADA, name: 'reporter', until: null }],
      }),
    ).toMatchObject({ kind: 'verified', who: 'reporter' });
  });

  it('is not proved by a signature for another place, whoever made it', () => {
    expect(of({ head: { ...head, reference: 'CVD-2026-4F7K2R' } })).toEqual({ kind: 'moved' });
    expect(of({ head: { ...head, from: 'reporter' } })).toEqual({ kind: 'moved' });
    expect(of({ head: null })).toEqual({ kind: 'moved' });
    expect(of({ head: { ...head, number: 2 } })).toEqual({ kind: 'replayed' });
    // Both: what it was written for is another case.
    expect(of({ head: { ...head, reference: 'CVD-2026-4F7K2R', number: 2 } })).toEqual({ kind: 'moved' });
  });

  it('is not proved for a note by what was written to a reporter, nor the other way round', () => {
    const note = { ...message, from: 'note' } as const;
    expect(of({ message: note, head: { ...head, from: 'note' } })).toMatchObject({ kind: 'verified' });
    expect(of({ message: note })).toEqual({ kind: 'moved' });
    expect(of({ head: { ...head, from: 'note' } })).toEqual({ kind: 'moved' });
    expect(of({ message: note, head: { ...head, from: 'note', number: 2 } })).toEqual({ kind: 'replayed' });
    const ofDesk = { message: note, reference: DESK };
    expect(of({ ...ofDesk, head: { ...head, reference: DESK, from: 'note' } })).toMatchObject({
      kind: 'verified',
    });
    expect(of({ ...ofDesk, head: { ...head, from: 'note' } })).toEqual({ kind: 'moved' });
  });

  it('is not proved by the other side: a reporter signs as the team as much as they like', () => {
    const BOB = 'B'.repeat(40);
    expect(of({ signature: { ...signature, fingerprint: BOB } })).toEqual({ kind: 'unknown-key' });
  });

  it('is not proved without a signature, by one that does not hold, or by a key that nobody knows', () => {
    expect(of({ signature: { state: 'none' } })).toEqual({ kind: 'unsigned' });
    expect(of({ signature: { state: 'none' }, isOld: true })).toEqual({ kind: 'before-signatures' });
    expect(of({ signature: { state: 'broken', fingerprint: ADA } })).toEqual({ kind: 'broken' });
    expect(of({ signature: { state: 'broken', fingerprint: ADA }, isOld: true })).toEqual({ kind: 'broken' });
    expect(of({ signature: { state: 'unknown-key', keyId: 'ab' } })).toEqual({ kind: 'unknown-key' });
    expect(of({ signature: null })).toEqual({ kind: 'closed' });
    expect(of({ signature: undefined })).toEqual({ kind: 'closed' });
  });

  it('is not proved where the server moved it to another day, before or after', () => {
    const redated = { kind: 'redated', who: 'Ada de Vries', at };
    expect(of({ message: { ...message, at: '2026-12-04T12:00:00.000Z' } })).toEqual(redated);
    expect(of({ message: { ...message, at: '2026-12-26T12:00:00.000Z' } })).toEqual(redated);
    // The time in the head is signed as well.
    const earlier = of({ head: { ...head, written: '2026-12-20T12:00:00Z' } });
    expect(earlier).toEqual({ ...redated, at: Date.parse('2026-12-20T12:00:00Z') });
    // A clock that is off, or a reply that lay ready overnight, is nothing.
    for (const moment of ['2026-12-25T12:00:00.000Z', '2026-12-23T12:00:00.000Z'])
      expect(of({ message: { ...message, at: moment } })).toMatchObject({ kind: 'verified', at });
  });

  it('says when it was signed where that is notably another moment than the server says', () => {
    const said = (moment: string) => {
      const moved = { ...message, at: moment };
      return signedApart(moved, of({ message: moved }));
    };
    expect(said('2026-12-24T12:10:00.000Z')).toBeNull();
    expect(said('2026-12-24T12:10:00.001Z')).toBe('2026-12-24T12:00:00.000Z');
    expect(said('2026-12-24T11:00:00.000Z')).toBe('2026-12-24T12:00:00.000Z');
    expect(signedApart(message, { kind: 'unsigned' })).toBeNull();
  });

  it('counts of a member who left for what they signed before, and what came in before', () => {
    const left = (until: number) => of({ signers: [{ ...signers[0], until }] });
    expect(left(Date.parse(message.at))).toMatchObject({ kind: 'verified', who: 'Ada de Vries' });
    const former = { kind: 'former', who: 'Ada de Vries', until: '2026-12-24T12:00:01.499Z' };
    // Signed before, as it says itself, and come in after: a clock is easily set back.
    expect(left(Date.parse(message.at) - 1)).toEqual(former);
    expect(left(at - 1)).toMatchObject({ kind: 'former' });
  });
});

describe('who wrote the report', () => {
  const own: Signer[] = [{ fingerprint: ADA, name: 'reporter', until: null }];
  it('is proved by the key that it names itself, and by no other', () => {
    expect(reportAuthorshipOf(signature, own)).toEqual({
      kind: 'verified',
      who: 'reporter',
      fingerprint: ADA,
      at,
    });
    expect(reportAuthorshipOf(signature, [])).toEqual({ kind: 'unknown-key' });
    expect(reportAuthorshipOf({ state: 'none' }, own)).toEqual({ kind: 'unsigned' });
    expect(reportAuthorshipOf({ state: 'broken', fingerprint: ADA }, own)).toEqual({ kind: 'broken' });
    expect(reportAuthorshipOf(undefined, own)).toEqual({ kind: 'closed' });
  });
});

describe('a message of before signatures', () => {
  const signedSince = '2026-12-01T00:00:00Z';
  const old = {
    message: { number: 2, from: 'team', at: '2026-11-30T23:59:59.999Z' } as const,
    receivedAt: '2026-11-28T10:00:00.000Z',
    isAccepted: false,
    firstSigned: null,
    signedSince,
  };
  it('is of a case of before, was there before, and no statement says otherwise', () => {
    expect(isBeforeSignatures(old)).toBe(true);
    expect(isBeforeSignatures({ ...old, isAccepted: true })).toBe(false);
    expect(isBeforeSignatures({ ...old, receivedAt: signedSince })).toBe(false);
    expect(isBeforeSignatures({ ...old, message: { ...old.message, at: signedSince } })).toBe(false);
  });
  it('comes after no signed one, of either side', () => {
    expect(isBeforeSignatures({ ...old, firstSigned: 1 })).toBe(false);
    expect(isBeforeSignatures({ ...old, firstSigned: 3 })).toBe(true);
    const authors = (['unsigned', 'redated', 'verified', 'moved'] as const).map((kind, index) => ({
      number: index + 2,
      author: { kind },
    }));
    expect(firstSignedOf(authors)).toBe(3);
    expect(firstSignedOf(authors.slice(0, 1))).toBeNull();
  });
});
