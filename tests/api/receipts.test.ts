import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { deskKeyPem } from '../../src/well-known/desk-key.ts';
import { checkLog, checkReceipt, currentCheckpoint, statementsIn } from '../support/independent/log.ts';
import { withKv } from '../support/kv.ts';
import { type Receipt, receiptsDesk, ways } from '../support/receipts-desk.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Whether openssl says that the key signed the statement in this file. */
function opensslVerifies(file: string, pem: string): boolean {
  const [note = ''] = /^meldpunt statement v1\n[\s\S]*?\n\n— .*\n/m.exec(file) ?? [];
  const [text = '', signer = ''] = note.split(/(?<=\n)\n/);
  const signature = Buffer.from(signer.trim().split(' ').at(-1) ?? '', 'base64').subarray(4);
  const folder = mkdtempSync(join(tmpdir(), 'openssl-'));
  const files = {
    key: join(folder, 'pem'),
    text: join(folder, 'text'),
    signature: join(folder, 'signature'),
  };
  writeFileSync(files.key, pem);
  writeFileSync(files.text, text);
  writeFileSync(files.signature, signature);
  const options = ['-pubin', '-inkey', files.key, '-sigfile', files.signature, '-in', files.text];
  try {
    execFileSync('openssl', ['pkeyutl', '-verify', '-rawin', ...options], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kv = withKv();
const stores: { name: string; count: number; open: () => Store }[] = [
  { name: 'sqlite', count: 1000, open: () => createSqliteStore(':memory:') },
  { name: 'kv', count: 200, open: () => createKvStore(kv().bridge) },
];

describe.each(stores)(
  '$count reports, sent in three ways over ten days, to a desk on $name',
  ({ count, open }) => {
    it('have receipts that hold for who shares no code with the desk, before and after the log has them', async () => {
      const store = open();
      const desk = await receiptsDesk(store);
      const { keys } = desk;
      const receipts: Receipt[] = [];
      const places = new Set<number>();
      for (let day = 0; day < 10; day += 1) {
        const ofDay: Receipt[] = [];
        for (let at = 0; at < count / 10; at += 1) ofDay.push(await desk.send(ways[at % 3] ?? 'form'));
        for (const { file, reference, receivedAt, respondBy, sealed } of ofDay) {
          const [statement, ...others] = statementsIn(file, keys);
          expect(others).toEqual([]);
          expect(statement?.fields).toMatchObject({
            ...{ kind: 'acceptance', reference, 'sealed-report-sha256': sha256(sealed) },
            site: desk.parts.siteUrl,
          });
          const { received = '', 'answer-by': answerBy = '' } = statement?.fields ?? {};
          expect([received, answerBy].map(Date.parse)).toEqual([receivedAt, respondBy].map(Date.parse));
          await expect(checkReceipt({ file, keys, get: desk.newVisitor() })).rejects.toThrow(
            'not in the log',
          );
        }
        receipts.push(...ofDay);
        await desk.nextBatch();
        for (const { file } of ofDay) places.add(await checkReceipt({ file, keys, get: desk.newVisitor() }));
      }
      // However old it is, a receipt holds; and each has a place of its own.
      for (const { file } of receipts.slice(0, count / 10)) {
        expect(places).toContain(await checkReceipt({ file, keys, get: desk.newVisitor() }));
      }
      const log = await checkLog(desk.newVisitor(), keys);
      expect([places.size, log.size, new Set(receipts.map(({ reference }) => reference)).size]).toEqual([
        count,
        count,
        count,
      ]);
      const pem = deskKeyPem(`${desk.parts.desk.vkey}\n`);
      const sample = receipts.filter((_, at) => at % (count / 10) === 7);
      expect(sample.length).toBe(10);
      for (const { file } of sample) {
        expect(opensslVerifies(file, pem)).toBe(true);
        expect(opensslVerifies(file.replace('received: 2', 'received: 1'), pem)).toBe(false);
      }
      expect((await currentCheckpoint(desk.newVisitor(), keys)).size).toBe(count);
      await store.close();
    });
  },
);
