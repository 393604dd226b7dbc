import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import type { Alert } from '../../src/disclosure/case.ts';
import { newCaseInput, newMail, randomId } from '../support/cases.ts';
import { makeChange, NOW, type Open, takeAll } from './stores.ts';

const newAlert = (): Alert => ({ id: randomId(), address: 'k.n.c', isConfirmed: false });

/** Addresses that get a mail when there is news. */
export function alertsContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('an alert can be set with the case or later, confirmed, replaced and taken away', async () => {
    const input = { ...newCaseInput(), alert: newAlert() };
    await store.createCase(input);
    const { reference } = input.newCase;
    expect(await other.findAlert(reference)).toEqual(input.alert);
    expect(await other.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(true);
    expect(await store.findAlert(reference)).toEqual({ ...input.alert, isConfirmed: true });
    const second = newAlert();
    const mails = [newMail('alert-confirmation', reference)];
    await store.setAlert({ reference, alert: second, mails, now: NOW });
    expect(await store.findAlert(reference)).toEqual(second);
    expect(await store.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(false);
    expect(await store.answerAlert({ alertId: second.id, isWanted: false })).toBe(true);
    expect(await store.findAlert(reference)).toBeNull();
    await store.setAlert({ reference, alert: newAlert(), mails: [], now: NOW });
    await store.setAlert({ reference, alert: null, mails: [], now: NOW });
    expect(await other.findAlert(reference)).toBeNull();
    expect(await takeAll(store, NOW)).toHaveLength(2);
  });

  it('closing a case leaves its alert, and so does reopening it: it goes with its news', async () => {
    const input = { ...newCaseInput({ receivedAt: NOW }), alert: newAlert() };
    await store.createCase(input);
    const { reference } = input.newCase;
    const closed = await makeChange(other, input.newCase, { status: 'closed', closedAt: NOW });
    expect(await store.findAlert(reference)).toEqual(input.alert);
    expect(await store.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(true);
    await makeChange(store, closed, { status: 'fixing', closedAt: null });
    expect(await other.findAlert(reference)).toEqual({ ...input.alert, isConfirmed: true });
    await store.setAlert({ reference, alert: null, mails: [], now: NOW });
    expect(await store.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(false);
  });
}
