import { expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { CLOCK_TOLERANCE, StoreError } from '../../functions/store/store.ts';
import {
  ample,
  changeInput,
  copiesInput,
  messageIn,
  newAlert,
  newCaseInput,
  newMail,
  newMessage,
  noteInput,
  randomId,
  shareInput,
} from '../support/cases.ts';
import type { Kv } from '../support/kv.ts';
import { newStatement } from '../support/log.ts';
import { loseAnswers } from './kv-log.ts';

/** What only the kv adapter can suffer, and what only it promises. */
export function kvFaults(parts: () => Kv): void {
  it('a case is created, changed and listed in one round trip each, as one eval', async () => {
    const { bridge } = parts();
    const store = createKvStore(bridge);
    const limits = [{ key: 'all', most: 9, windowSeconds: 60 }];
    const input = { ...newCaseInput({}, limits), statement: newStatement() };
    const message = messageIn(newMessage('team', input.newCase.receivedAt));
    const statements = [newStatement()];
    const { newCase, ...other } = newCaseInput();
    const noted = newCase.reference;
    await store.createCase({ newCase, ...other });
    const calls = [
      () => store.createCase(input),
      () => store.changeCase(changeInput(input.newCase, {}, { message, statements, limits })),
      () =>
        store.remind({
          ...{ reference: noted, seenVersion: 1, changed: { ...newCase, toldAt: 1 } },
          ...{ wakeAt: null, mails: [], now: newCase.receivedAt },
        }),
      () => store.readStatements(input.newCase.reference),
      () => store.listCases({ status: null, after: null, limit: 9 }),
      () => store.findCases([input.newCase.reference]),
      () => store.eraseSpam([{ reference: input.newCase.reference, seenVersion: 2, month: '2026-11' }]),
      () => store.appendNote(noteInput(noted, 1)),
      () => store.readHeads({ references: [noted], mostReport: 9999, mostBytes: 9999 }),
      () => store.markSeen({ reference: noted, member: 'A', version: 1, notes: 1 }),
      () => store.readMarks({ references: [noted], member: 'A' }),
      () => store.readSharing(noted),
      () => store.keepCopies(copiesInput(noted)),
      () => store.shareCase(shareInput(noted, 2)),
    ];
    for (const call of calls) {
      const before = bridge.seen.length;
      await call();
      const requests = bridge.seen.slice(before);
      expect(requests.map(({ path }) => path)).toEqual(['/']);
      expect(JSON.parse(requests[0]?.body ?? '')[0].toLowerCase()).toBe('eval');
    }
  });

  it('where its memory is full, cases can still be read and erased, alone and many at once', async () => {
    const { bridge, redis } = parts();
    await redis.connection.sendCommand(['FLUSHALL']);
    const store = createKvStore(bridge);
    const inputs = [0, 1, 2].map(() => newCaseInput());
    // Nothing waits in the outbox, so that no mail is the first that is taken away.
    for (const input of inputs) await store.createCase({ ...input, mails: [], statement: newStatement() });
    const references = inputs.map(({ newCase }) => newCase.reference);
    const spam = references.map((reference) => ({ reference, seenVersion: 1, month: '2026-11' }));
    await redis.connection.sendCommand(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    await redis.connection.sendCommand(['CONFIG', 'SET', 'maxmemory', '1']);
    try {
      await expect(store.createCase(newCaseInput())).rejects.toBeInstanceOf(StoreError);
      expect((await store.findCases(references)).cases).toHaveLength(3);
      const [alone = ''] = references;
      expect(await store.eraseCase({ reference: alone, mails: [], now: Date.now() })).toBe(true);
      expect(await store.eraseSpam(spam)).toEqual(references.slice(1));
    } finally {
      await redis.connection.sendCommand(['CONFIG', 'SET', 'maxmemory', '0']);
    }
    expect((await store.findCases(references)).cases).toEqual([]);
    expect((await store.readFigures(['2026-11']))[0]?.received).toBe(1);
  });

  it('hit counters disappear by themselves', async () => {
    const { bridge, redis } = parts();
    const receivedAt = Date.now();
    await createKvStore(bridge).createCase(
      newCaseInput({ receivedAt }, [{ key: 'gone', most: 9, windowSeconds: 60 }]),
    );
    const [key] = (await redis.connection.sendCommand(['KEYS', '*hits:gone*'])) as unknown as Buffer[];
    const seconds = Number(await redis.connection.sendCommand(['TTL', key ?? '']));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('tokens disappear by themselves', async () => {
    const { bridge, redis } = parts();
    await createKvStore(bridge).putToken({ name: 'fleeting', value: '1', endsAt: Date.now() + 60_000 });
    const [key] = (await redis.connection.sendCommand(['KEYS', '*fleeting*'])) as unknown as Buffer[];
    const left = Number(await redis.connection.sendCommand(['PTTL', key ?? '']));
    expect(left).toBeGreaterThan(CLOCK_TOLERANCE);
    expect(left).toBeLessThanOrEqual(CLOCK_TOLERANCE + 60_000);
  });

  it('errors, dropped connections and wrong tokens become StoreErrors that repeat nothing', async () => {
    const { bridge } = parts();
    const store = createKvStore(bridge);
    const input = newCaseInput();
    const failures = [
      () => bridge.breakWith((response) => response.writeHead(500).end('{"error":"ERR broken"}')),
      () => bridge.breakWith((response) => response.socket?.destroy()),
      () => bridge.breakWith((response) => response.writeHead(200).end('{"result":"something else"}')),
    ];
    for (const begin of failures) {
      begin();
      const error = await store.createCase(input).catch((thrown: unknown) => thrown);
      bridge.breakWith();
      expect(error).toBeInstanceOf(StoreError);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(input.report.sealed);
    }
    const stranger = createKvStore({ url: bridge.url, token: 'wrong' });
    await expect(stranger.findCase('CVD-2026-000000')).rejects.toBeInstanceOf(StoreError);
  });

  it('a change whose answer was lost is there, and a second try with its message is a repeat', async () => {
    const { bridge } = parts();
    const store = createKvStore(bridge);
    const { newCase, ...rest } = newCaseInput();
    await store.createCase({ newCase, ...rest });
    const message = messageIn(newMessage('team', newCase.receivedAt));
    const change = changeInput(newCase, {}, { message });
    loseAnswers(parts());
    await expect(store.changeCase(change)).rejects.toBeInstanceOf(StoreError);
    bridge.breakWith();
    expect(await store.changeCase(change)).toEqual({ outcome: 'repeated' });
    expect(await store.findCase(newCase.reference)).toEqual(change.changed);
    expect(await store.readEvents(newCase.reference)).toEqual(change.events);
  });

  it('a submission whose answer was lost is there, and a second try finds it', async () => {
    const { bridge } = parts();
    const store = createKvStore(bridge);
    const input = newCaseInput();
    loseAnswers(parts());
    await expect(store.createCase(input)).rejects.toBeInstanceOf(StoreError);
    bridge.breakWith();
    expect(await store.createCase(input)).toEqual({ outcome: 'repeated', existing: input.newCase });
  });

  it('an erased case leaves no key behind but the figures of its month, entries that wait, and that nothing is stored', async () => {
    const { bridge, redis } = parts();
    await redis.connection.sendCommand(['FLUSHALL']);
    const store = createKvStore(bridge);
    const plain = newCaseInput();
    const accepted = newStatement();
    const input = { ...plain, alert: newAlert(plain.newCase.reference), statement: accepted };
    await store.createCase(input);
    const { reference, receivedAt: now } = input.newCase;
    const message = messageIn(newMessage('team', now));
    await store.changeCase(
      changeInput(
        input.newCase,
        {},
        { message, statements: [newStatement({ entry: null })], mails: [newMail('case-news', reference)] },
      ),
    );
    await store.appendNote(noteInput(reference, 1));
    await store.markSeen({ reference, member: 'A', version: 2, notes: 1 });
    await store.shareCase(shareInput(reference, 2));
    await store.keepCopies({ ...copiesInput(reference), seenVersion: 1 });
    const reminder = newMail('reminder', reference, 'first-response');
    await store.remind({ reference, seenVersion: 2, wakeAt: now, mails: [reminder], now });
    const chunk = { reference, attachmentId: randomId(), index: 0, bytes: new Uint8Array(5), count: 2 };
    await store.putChunk({ ...chunk, eraseAt: Date.now() + 60_000, quota: ample, limits: [], now });
    const spam = newCaseInput();
    await store.createCase({ ...spam, alert: newAlert(spam.newCase.reference) });
    await store.eraseSpam([{ reference: spam.newCase.reference, seenVersion: 1, month: '2026-11' }]);
    await store.eraseCase({ reference, mails: [], now: Date.now() });
    const keys = (await redis.connection.sendCommand(['KEYS', '*'])) as unknown as Buffer[];
    expect(keys.map(String).sort()).toEqual([
      expect.stringMatching(/figures.*2026-11$/),
      expect.stringMatching(/:log:waiting$/),
      expect.stringMatching(/:stored$/),
      expect.stringMatching(/tallies.*2026-11$/),
    ]);
    expect(await store.storedBytes()).toBe(0);
    // What waits says when it came in, and nothing else.
    const [name = ''] = keys.map(String).filter((key) => key.endsWith('waiting'));
    for (const [command, told] of [
      ['HKEYS', Buffer.from(String(accepted.entry), 'base64').toString('hex')],
      ['HVALS', String(accepted.at)],
    ] as const) {
      const found = (await redis.connection.sendCommand([command, name])) as unknown as Buffer[];
      expect(found.map(String)).toEqual([told]);
    }
  });
}
