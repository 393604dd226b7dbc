import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { newAlert, newCaseInput } from '../support/cases.ts';
import { counted } from '../support/counted.ts';
import { makeChange, NOW, type Open, takeAll } from './stores.ts';

/** Addresses that get a mail when there is news. */
export function alertsContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** A case with an alert, as `createCase` takes them. */
  const withAlert = (limits: Parameters<typeof newAlert>[2] = []) => {
    const input = newCaseInput({ receivedAt: NOW });
    return { ...input, alert: newAlert(input.newCase.reference, {}, limits) };
  };

  it('an alert can be set with the case or later, confirmed, replaced and taken away', async () => {
    const input = withAlert();
    await store.createCase(input);
    const { reference } = input.newCase;
    const { alert } = input.alert;
    expect(await other.findAlert(reference)).toEqual(alert);
    expect(await other.answerAlert({ alertId: alert.id, isWanted: true })).toEqual({ reference, alert });
    const confirmed = { ...alert, isConfirmed: true };
    expect(await store.findAlert(reference)).toEqual(confirmed);
    expect(await other.answerAlert({ alertId: alert.id, isWanted: true })).toEqual({
      reference,
      alert: confirmed,
    });
    const second = newAlert(reference);
    expect(await store.setAlert({ reference, alert: second, now: NOW })).toBeNull();
    expect(await store.findAlert(reference)).toEqual(second.alert);
    expect(await store.answerAlert({ alertId: alert.id, isWanted: true })).toBeNull();
    expect(await store.answerAlert({ alertId: second.alert.id, isWanted: false })).not.toBeNull();
    expect(await store.findAlert(reference)).toBeNull();
    await store.setAlert({ reference, alert: newAlert(reference), now: NOW });
    await store.setAlert({ reference, alert: null, now: NOW });
    expect(await other.findAlert(reference)).toBeNull();
    // The report, and each that asked to confirm.
    expect(await takeAll(store, NOW)).toHaveLength(4);
  });

  it('a limit of the alert that is reached costs the alert and its mail, never the case', async () => {
    const limits = [
      { key: 'address', most: 1, windowSeconds: 60 },
      { key: 'all', most: 9, windowSeconds: 60 },
    ];
    const [first, second] = [withAlert(limits), withAlert(limits)];
    const hasAlert = { hasAlert: true };
    expect(await store.createCase(first)).toEqual({ outcome: 'created', ...hasAlert });
    expect(await store.createCase(second)).toEqual({ outcome: 'created' });
    expect(await other.createCase(second)).toEqual({ outcome: 'repeated', existing: second.newCase });
    const again = { outcome: 'repeated', existing: first.newCase, ...hasAlert };
    expect(await other.createCase(first)).toEqual(again);
    expect(await other.findAlert(first.newCase.reference)).toEqual(first.alert.alert);
    expect(await other.findAlert(second.newCase.reference)).toBeNull();
    expect(await other.findCase(second.newCase.reference)).toEqual(second.newCase);
    const kinds = (await takeAll(other, NOW)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['alert-confirmation', 'report-received', 'report-received']);
    // What was left out, or repeated, counted for nothing.
    expect(await counted(store, { key: 'all', most: 9, windowSeconds: 60 }, NOW)).toBe(1);
  });

  it('setting an alert counts, and where its limit is reached the old one stays', async () => {
    const input = withAlert();
    await store.createCase(input);
    const { reference } = input.newCase;
    const limit = { key: 'set', most: 1, windowSeconds: 60 };
    const second = newAlert(reference, {}, [limit]);
    expect(await store.setAlert({ reference, alert: second, now: NOW })).toBeNull();
    const third = newAlert(reference, {}, [limit]);
    expect(await other.setAlert({ reference, alert: third, now: NOW })).toBe(60);
    expect(await store.findAlert(reference)).toEqual(second.alert);
    expect(await takeAll(store, NOW)).toHaveLength(3);
    // One that is taken away counts for nothing, and a case that is gone has none.
    expect(await store.setAlert({ reference, alert: null, now: NOW })).toBeNull();
    const gone = newAlert('CVD-2026-000000', {}, [{ ...limit, key: 'gone' }]);
    expect(await store.setAlert({ reference: gone.mail.reference, alert: gone, now: NOW })).toBeNull();
    expect(await store.findAlert(gone.mail.reference)).toBeNull();
    expect(await counted(store, { ...limit, key: 'gone' }, NOW)).toBe(0);
  });

  it('closing a case leaves its alert, and so does reopening it: it goes with its news', async () => {
    const input = withAlert();
    await store.createCase(input);
    const { reference } = input.newCase;
    const { alert } = input.alert;
    const closed = await makeChange(other, input.newCase, { status: 'closed', closedAt: NOW });
    expect(await store.findAlert(reference)).toEqual(alert);
    expect(await store.answerAlert({ alertId: alert.id, isWanted: true })).not.toBeNull();
    await makeChange(store, closed, { status: 'fixing', closedAt: null });
    expect(await other.findAlert(reference)).toEqual({ ...alert, isConfirmed: true });
    await store.setAlert({ reference, alert: null, now: NOW });
    expect(await store.answerAlert({ alertId: alert.id, isWanted: true })).toBeNull();
  });
}
