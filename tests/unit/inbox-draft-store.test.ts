import { beforeEach, describe, expect, it } from 'vitest';
import {
  LONGEST_DRAFT,
  MOST_KEPT,
  readDraft,
  removeDraft,
  removeDrafts,
  writeDraft,
} from '../../src/browser/inbox/base/draft-store.ts';
import { memoryStorage } from '../support/browser-storage.ts';

const of = (reference: string, by = 'ANNA') => ({ by, reference, name: 'reply' });
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

describe('drafts that a browser keeps', () => {
  let store: Storage;
  beforeEach(() => {
    store = memoryStorage();
  });

  it('are found again by whose they are, of which case and form, and thrown away', () => {
    expect(writeDraft(of('A'), { at: at(1), sealed: 'sealed' }, store)).toBe(true);
    expect(readDraft(of('A'), store)).toEqual({ at: at(1), sealed: 'sealed' });
    expect(readDraft(of('A', 'BRAM'), store)).toBeNull();
    expect(readDraft({ ...of('A'), name: 'note' }, store)).toBeNull();
    removeDraft(of('A'), store);
    expect(readDraft(of('A'), store)).toBeNull();
  });

  it('of one case are thrown away together, only hers, and but for those that stay', () => {
    const draft = { at: at(1), sealed: 'sealed' };
    const [own, note, other, stays] = [
      of('A'),
      { ...of('A'), name: 'note' },
      of('AB'),
      { ...of('A'), name: 'cra' },
    ];
    for (const one of [own, note, other, stays, of('A', 'BRAM')]) writeDraft(one, draft, store);
    removeDrafts({ by: 'ANNA', reference: 'A' }, ['cra'], store);
    expect([own, note].map((one) => readDraft(one, store))).toEqual([null, null]);
    expect(readDraft(stays, store)).toEqual(draft);
    expect([other, of('A', 'BRAM')].map((one) => readDraft(one, store))).toEqual([draft, draft]);
  });

  it('are so much together: the one that finds no room is refused, and none that is kept goes for it', () => {
    store.setItem('meldpunt-checkpoint', 'x'.repeat(MOST_KEPT));
    const sealed = 'x'.repeat(LONGEST_DRAFT);
    const most = Math.floor(MOST_KEPT / LONGEST_DRAFT) - 1;
    const isKept = (minute: number) => writeDraft(of(String(minute)), { at: at(minute), sealed }, store);
    for (let minute = 0; minute < most; minute += 1) expect(isKept(minute), String(minute)).toBe(true);
    expect(isKept(most)).toBe(false);
    for (let minute = 0; minute < most; minute += 1)
      expect(readDraft(of(String(minute)), store)).not.toBeNull();
    // One that is written anew takes nobody's place.
    expect(isKept(1)).toBe(true);
    removeDraft(of('0'), store);
    expect(isKept(most)).toBe(true);
  });

  it('are many where they are short', () => {
    for (let minute = 0; minute < 200; minute += 1)
      writeDraft(of(String(minute)), { at: at(minute), sealed: 'x'.repeat(1_500) }, store);
    expect(readDraft(of('0'), store)).not.toBeNull();
    expect(store.length).toBe(200);
  });

  it('are not kept where they are too long or the browser is full, and what is broken is none', () => {
    const long = { at: at(1), sealed: 'x'.repeat(LONGEST_DRAFT + 1) };
    expect(writeDraft(of('A'), long, store)).toBe(false);
    expect(writeDraft(of('A'), { at: at(1), sealed: 'xxx' }, memoryStorage(2))).toBe(false);
    store.setItem('meldpunt-draft ANNA B reply', '{"at":"when","sealed":1}');
    expect(readDraft(of('B'), store)).toBeNull();
    store.setItem('meldpunt-draft ANNA B reply', 'no JSON');
    expect(readDraft(of('B'), store)).toBeNull();
  });
});
