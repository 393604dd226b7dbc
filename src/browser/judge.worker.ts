// Reads what strangers send: their keys, and what is inside their messages. No private key ever comes here, so that
// nothing is lost when the page ends this worker because something in it takes too long.

import { team as certificates } from 'virtual:team';
import { sha256Hex } from '../disclosure/bytes.ts';
import { limits } from '../disclosure/limits.ts';
import { pad } from '../disclosure/padding.ts';
import { inspectSealed } from '../openpgp/inspect.ts';
import { readerFaultOf } from '../openpgp/key-error.ts';
import { requiredAt } from '../openpgp/lifetime.ts';
import { openText, openWith } from '../openpgp/open.ts';
import { readerIdsOf, readReaders, usableAt } from '../openpgp/reader-key.ts';
import { sealToReaders } from '../openpgp/seal-to-readers.ts';
import type { JudgeTasks } from './judge-tasks.ts';
import { askServerTime } from './server-time.ts';
import { teamNow } from './team-now.ts';
import { answerTasks, type Tasks } from './worker-tasks.ts';

/** The reporter's key can't be used. */
class ReaderKeyError extends Error {}

/** With when each can be sealed to. @throws ReaderKeyError when a reporter's key can't be sealed to (any more) */
async function withMoments(readers: string[]): Promise<{ armored: string; at: Date }[]> {
  const now = new Date();
  const moments = readers.map(async (armored) => ({ armored, at: await usableAt(armored, now) }));
  return Promise.all(moments).catch((cause: unknown) => {
    throw new ReaderKeyError('', { cause });
  });
}

const tasks: Tasks<JudgeTasks> = {
  async checkKey(armored) {
    const readers = await readReaders(armored, new Date());
    return readers.map((reader) => reader.armored.trim()).join('\n');
  },
  async checkReader(reader) {
    try {
      await usableAt(reader, new Date());
      return { fault: null, keyIds: await readerIdsOf(reader) };
    } catch (error) {
      return { fault: readerFaultOf(error) ?? 'unreadable', keyIds: [] };
    }
  },
  async seal({ text, readers }) {
    return sealToReaders(pad(text), await teamNow(), await withMoments(readers));
  },
  async checkSealed({ sealed, readers }) {
    const now = (await askServerTime()) ?? Date.now();
    const forTeam = inspectSealed(sealed, requiredAt(certificates, now));
    if (!forTeam.ok) return forTeam.code;
    for (const reader of readers) {
      const encryptionKeyIds = await readerIdsOf(reader);
      // What its owner can open is what the sender's program went by.
      if (!inspectSealed(sealed, [{ encryptionKeyIds, opensSeipd2: true }]).ok) return 'missing-reporter';
    }
    return null;
  },
  openText: ({ sealed, sessionKeys }) => openText(sessionKeys, sealed),
  async openFile({ sealed, sessionKeys }) {
    const opened = await openWith(
      sessionKeys,
      new Uint8Array(await sealed.arrayBuffer()),
      limits.attachmentBytes,
    );
    if (typeof opened === 'string') return opened;
    const { bytes, name } = opened;
    return { content: new Blob([bytes]), name, sha256: await sha256Hex(bytes) };
  },
};

answerTasks(tasks, (error) => (error instanceof ReaderKeyError ? 'reader-key' : readerFaultOf(error)));
