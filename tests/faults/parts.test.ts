import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { uploadSchema } from '../../src/disclosure/case-view.ts';
import { chunkCount, chunkLength, limits } from '../../src/disclosure/limits.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { randomId } from '../support/cases.ts';
import { logOf } from '../support/faults.ts';
import { withKv } from '../support/kv.ts';
import { until } from '../support/project.ts';
import { newReport, sendAndKeep } from '../support/reporter.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';
import { storedOf } from '../support/upload-desk.ts';

const { part, chunk } = limits;

let built: BuiltSite;
const kv = withKv();
beforeAll(async () => {
  built = await buildSite();
});
afterAll(async () => {
  await built?.remove();
});

describe.each([
  ['sqlite', () => ({}), (folder: string) => createSqliteStore(join(folder, 'meldpunt.sqlite'))],
  ['kv', () => kv().settings, () => createKvStore(kv().bridge)],
])('an upload to a server on %s', (name, settings, open) => {
  const serve = () => built.serve({ DATA_DIR: `.data-${name}`, ...settings() });

  it('is whole whatever broke off on the way: connections, the server, and parts that came all at once', async () => {
    let site = await serve();
    const content = crypto.getRandomValues(new Uint8Array(65_536));
    const file = Buffer.concat(Array.from({ length: 65 }, () => content));
    const sealed = await sealAttachment(
      await planAttachment('x.bin', file.length, [built.publicKey]),
      new Uint8Array(file),
    );
    const report = await newReport(built.publicKey);
    const id = randomId();
    report.submission.attachments = [{ id, size: sealed.length }];
    const { reference } = await sendAndKeep(site.url, report);
    const path = `/api/case/attachments/${id}`;
    const bearer = `Bearer ${report.accessToken}`;
    const look = async () =>
      uploadSchema.parse(await (await fetch(site.url + path, { headers: { Authorization: bearer } })).json());
    const put = (index: number, start: number, end: number) =>
      fetch(`${site.url}${path}/${index}`, {
        method: 'PUT',
        body: sealed.slice(index * chunk + start, index * chunk + end),
        headers: {
          Authorization: bearer,
          'Content-Type': 'application/octet-stream',
          'Content-Range': `bytes ${start}-${end - 1}/${chunkLength(sealed.length, index)}`,
        },
      });
    /** Begins a part over a connection of its own, which ends after so many bytes of it. */
    const breakOff = (headers: string, head: Uint8Array | string) =>
      new Promise<void>((done) => {
        const socket = createConnection(Number(new URL(site.url).port), '127.0.0.1');
        socket.on('error', () => undefined);
        socket.on('close', () => done());
        socket.write(
          `PUT ${path}/0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${bearer}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes 0-${part - 1}/${chunk}\r\n${headers}\r\n\r\n`,
        );
        socket.write(head, () => setTimeout(() => socket.destroy(), 50));
      });
    const half = sealed.slice(0, part / 2);
    await Promise.all([
      breakOff(`Content-Length: ${part}`, half),
      breakOff(`Content-Length: ${part}`, ''),
      breakOff('Transfer-Encoding: chunked', 'c000\r\nabc'),
      breakOff('Transfer-Encoding: chunked', 'ffffffffff\r\nabc'),
      breakOff('Transfer-Encoding: chunked', 'zz\r\n'),
      breakOff(`Content-Length: ${2 ** 53}`, half),
    ]);
    expect(await look()).toEqual({ chunks: [], isComplete: false });

    // The first is in; the server is killed among those that follow, and what is in is in.
    expect((await put(0, 0, part)).status).toBe(204);
    const following = [1, 2, 3, 4].map((at) => put(0, at * part, (at + 1) * part).catch(() => null));
    site.child.kill('SIGKILL');
    await Promise.all(following);
    await until(() => site.child.exitCode ?? site.child.signalCode ?? undefined, 'the end of the server');
    site = await serve();
    const { begun: [first] = [] } = await look();
    expect(first?.index).toBe(0);
    expect((first?.bytes ?? 0) % part).toBe(0);
    expect(first?.bytes).toBeGreaterThan(0);

    // All parts at once, in no order, until all are in.
    for (let rounds = 0; !(await look()).isComplete && rounds < 50; rounds += 1) {
      const { chunks, begun = [] } = await look();
      const missing = Array.from({ length: chunkCount(sealed.length) }, (_, index) => index)
        .filter((index) => !chunks.includes(index))
        .flatMap((index) => {
          const length = chunkLength(sealed.length, index);
          const from = begun.find((one) => one.index === index)?.bytes ?? 0;
          return [1, 0].map((at) => from + at * 4 * part).map((start) => ({ index, start, length }));
        });
      const answers = await Promise.all(
        missing
          .filter(({ start, length }) => start < length)
          .map(({ index, start, length }) => put(index, start, Math.min(length, start + 4 * part))),
      );
      expect(answers.map(({ status }) => status).filter((status) => ![204, 422].includes(status))).toEqual(
        [],
      );
    }
    expect(await look()).toEqual({ chunks: [0, 1], isComplete: true });
    const logged = logOf(site).filter(({ event, status }) => event === 'fault' || Number(status) >= 500);
    expect(logged).toEqual([]);
    const store = open(site.dataDir);
    expect(await storedOf(store, { reference, id, sealed })).toEqual(sealed);
    await store.close();
  });
});
