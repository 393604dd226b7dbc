import { beforeAll, describe, expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { uploadSchema } from '../../src/disclosure/case-view.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { withKv } from '../support/kv.ts';
import { type Expected, storedOf, type UploadDesk, uploadDesk } from '../support/upload-desk.ts';

const { part, chunk } = limits;
const MIB = 1024 * 1024;

/** What a hostile client, or a bad line, may do to chunks and their parts. */
function chunksUnderAttack(open: () => Promise<Store>): void {
  let store: Store;
  let desk: UploadDesk;
  let before: number;
  beforeAll(async () => {
    store = await open();
    desk = await uploadDesk(store);
  });
  const expectOne = async (size: number) => {
    const expected = await desk.expectOne(size);
    before = await store.storedBytes();
    return expected;
  };
  const statuses = async (answers: Promise<Response>[]) =>
    (await Promise.all(answers)).map(({ status }) => status);
  /** Everything is in, byte for byte, and counted once: in base64, where the store keeps it so. */
  async function expectWhole(expected: Expected): Promise<void> {
    expect(await storedOf(store, expected)).toEqual(expected.sealed);
    const { length } = expected.sealed;
    const counted = (await store.storedBytes()) - before;
    const rest = length - chunk;
    expect([length, (chunk / 3) * 4 + Math.ceil(rest / 3) * 4]).toContain(counted);
  }
  /** What is not in yet as the handler says, part by part, in order. */
  async function sendRest(expected: Expected): Promise<void> {
    const { begun = [] } = uploadSchema.parse(await expected.look());
    for (let index = 0; index * chunk < expected.sealed.length; index += 1) {
      const length = Math.min(chunk, expected.sealed.length - index * chunk);
      const from = begun.find((one) => one.index === index)?.bytes ?? 0;
      for (let start = from; start < length; start += 8 * part) {
        const end = Math.min(length, start + 8 * part);
        expect((await expected.put(index, start, end)).status, `${index} ${start}`).toBe(204);
      }
    }
  }

  it('nonsense in Content-Range is refused, and nothing of it is kept', async () => {
    const expected = await expectOne(4 * MIB);
    const last = part - 1;
    for (const range of [
      ...['', 'bytes', 'bytes 0', `bytes=0-${last}/${chunk}`, `bytes 0-${last}`, `bytes 0-${last}/*`],
      ...[`bytes -1-${last}/${chunk}`, `bytes 0--1/${chunk}`, `bytes ${last}-0/${chunk}`],
      ...[`bytes 0-${last}/${chunk - 1}`, `bytes 0-${last}/${'9'.repeat(400)}`, `bytes 0-${last}/NaN`],
      ...[`bytes 1-${part}/${chunk}`, `bytes 0-${last - 1}/${chunk}`, `bytes 1e2-${last}/${chunk}`],
      ...[`bytes ${chunk}-${chunk + last}/${chunk}`, `bytes 99999999-99999999/${chunk}`],
      ...[`bytes 0-${last}/${chunk}, bytes 0-${last}/${chunk}`, `bytes 0-0/0`, `bytes 0x0-${last}/${chunk}`],
    ]) {
      expect((await expected.put(0, 0, part, range)).status, range).toBe(422);
    }
    // Without bytes, with fewer or more than it says, and beyond the end of what was announced.
    const range = `bytes 0-${last}/${chunk}`;
    for (const [start, end] of [
      [0, 0],
      [0, part - 1],
      [0, part + 1],
    ] as const) {
      expect((await expected.put(0, start, end, range)).status).toBe(422);
    }
    expect((await expected.put(2, 0, part)).status).toBe(422);
    expect((await expected.put(999, 0, part)).status).toBe(422);
    expect(await expected.look()).toEqual({ chunks: [], isComplete: false });
    expect(await store.storedBytes()).toBe(before);
  });

  it('the same part many times at once is in once', async () => {
    const expected = await expectOne(4 * MIB);
    const same = Array.from({ length: 8 }, () => expected.put(0, 0, 4 * part));
    expect(await statuses(same)).toEqual(Array.from({ length: 8 }, () => 204));
    expect(await expected.look()).toMatchObject({ begun: [{ index: 0, bytes: 4 * part }] });
    await sendRest(expected);
    await expectWhole(expected);
  });

  it('all parts at once, in any order, again and again: what had to wait is asked for, and the whole is right', async () => {
    const expected = await expectOne(4 * MIB);
    const starts = Array.from({ length: 32 }, (_, at) => ((at * 13) % 32) * part);
    for (let rounds = 0; rounds < 32; rounds += 1) {
      const all = await statuses(starts.map((start) => expected.put(0, start, start + part)));
      expect(all.every((status) => status === 204 || status === 422)).toBe(true);
      if (all.every((status) => status === 204)) break;
    }
    expect((await expected.put(1, 0, expected.sealed.length - chunk, null)).status).toBe(204);
    expect(await expected.look()).toEqual({ chunks: [0, 1], isComplete: true });
    await expectWhole(expected);
  });

  it('a chunk whole and in parts at once is in once', async () => {
    const expected = await expectOne(4 * MIB);
    const whole = () => expected.put(0, 0, chunk, null);
    const answers = await statuses([
      expected.put(0, 0, 4 * part),
      whole(),
      expected.put(0, 4 * part, 8 * part),
      whole(),
      expected.put(0, 0, 2 * part),
    ]);
    expect(answers.every((status) => status === 204 || status === 422)).toBe(true);
    await sendRest(expected);
    await expectWhole(expected);
  });

  it('parts that overlap what is in are refused where they bring more, and change nothing where they do not', async () => {
    const expected = await expectOne(4 * MIB);
    expect((await expected.put(0, 0, 4 * part)).status).toBe(204);
    expect((await expected.put(0, 2 * part, 4 * part)).status).toBe(204);
    expect((await expected.put(0, 2 * part, 6 * part)).status).toBe(422);
    expect((await expected.put(0, 0, chunk, null)).status).toBe(422);
    expect(await expected.look()).toMatchObject({ begun: [{ index: 0, bytes: 4 * part }] });
    await sendRest(expected);
    await expectWhole(expected);
  });

  it('whatever comes once it is complete changes nothing', async () => {
    const expected = await expectOne(4 * MIB);
    await sendRest(expected);
    // Other bytes under the same places.
    const { sealed } = expected;
    for (const [index, start, end] of [
      [0, part, 2 * part],
      [0, 0, part],
      [1, 0, part],
    ] as const) {
      const body = crypto.getRandomValues(new Uint8Array(65_536));
      const path = `/api/case/attachments/${expected.id}/${index}`;
      const length = Math.min(chunk, sealed.length - index * chunk);
      const response = await desk.ask(expected.accessToken, 'PUT', path, {
        body: Buffer.concat([body, body]).subarray(0, end - start),
        headers: {
          'Content-Type': 'application/octet-stream',
          'Content-Range': `bytes ${start}-${end - 1}/${length}`,
        },
      });
      expect([204, 422]).toContain(response.status);
    }
    await expectWhole(expected);
  });

  it('parts for what another case waits for are refused, and theirs stay as they are', async () => {
    const [theirs, own] = [await expectOne(4 * MIB), await desk.expectOne(4 * MIB)];
    expect((await theirs.put(0, 0, part)).status).toBe(204);
    const path = `/api/case/attachments/${theirs.id}`;
    const body = own.sealed.slice(part, 2 * part);
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Range': `bytes ${part}-${2 * part - 1}/${chunk}`,
    };
    expect((await desk.ask(own.accessToken, 'PUT', `${path}/0`, { body, headers })).status).toBe(404);
    expect((await desk.ask(own.accessToken, 'GET', path)).status).toBe(404);
    expect(await theirs.look()).toMatchObject({ begun: [{ index: 0, bytes: part }] });
  });

  it('a part that breaks off on its way, with or without an error, leaves nothing', async () => {
    const expected = await expectOne(4 * MIB);
    const path = `/api/case/attachments/${expected.id}/0`;
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Range': `bytes 0-${part - 1}/${chunk}`,
    };
    for (const end of ['error', 'close'] as const) {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(expected.sealed.slice(0, part / 2));
          if (end === 'error') controller.error(new Error('aborted'));
          else controller.close();
        },
      });
      const { status } = await desk.ask(expected.accessToken, 'PUT', path, { body, headers });
      expect([400, 422]).toContain(status);
    }
    expect(await expected.look()).toEqual({ chunks: [], isComplete: false });
    expect(await store.storedBytes()).toBe(before);
  });

  it('what came in part is given back once its time is over, and counts once when it begins anew', async () => {
    const later = () => store.eraseStale(Date.now() + limits.uploadTime + 1000);
    await later();
    const expected = await expectOne(4 * MIB);
    for (const index of [0, 1]) expect((await expected.put(index, 0, 2 * part)).status).toBe(204);
    expect((await expected.put(0, 2 * part, 4 * part)).status).toBe(204);
    await later();
    expect(await store.storedBytes()).toBe(before);
    expect(await expected.look()).toEqual({ chunks: [], isComplete: false });
    await sendRest(expected);
    await expectWhole(expected);
    await later();
    await expectWhole(expected);
  });
}

describe('chunks in sqlite', () => {
  chunksUnderAttack(async () => createSqliteStore(':memory:'));
});

describe('chunks in kv', () => {
  const kv = withKv();
  chunksUnderAttack(async () => createKvStore(kv().bridge));
});
