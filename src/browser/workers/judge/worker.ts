// Reads what strangers send: their keys, and what is inside their messages. No private key ever comes here, so that
// nothing is lost when the page ends this worker because something in it takes too long.

import { team as certificates, former } from 'virtual:team';
import type { Key } from 'openpgp';
import { sha256Hex } from '../../../disclosure/bytes.ts';
import { limits } from '../../../disclosure/limits.ts';
import { pad } from '../../../disclosure/padding.ts';
import { inspectSealed } from '../../../openpgp/inspect.ts';
import { judgeSharedFile, judgeSharedText } from '../../../openpgp/judge-shared.ts';
import { KeyLimitsError, readerFaultOf } from '../../../openpgp/key-error.ts';
import { hasExpired, momentWithin, requiredAt } from '../../../openpgp/lifetime.ts';
import { openWith } from '../../../openpgp/open.ts';
import { readerIdsOf, readerKeysOf, readReaders, readReaderVerifiers } from '../../../openpgp/reader-key.ts';
import { seal } from '../../../openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../../openpgp/seal-attachment.ts';
import { sealFileToReaders, sealToReaders } from '../../../openpgp/seal-to-readers.ts';
import { openSignedText, readVerifiers } from '../../../openpgp/verify.ts';
import { askServerTime } from '../../api/server-time.ts';
import { teamNow } from '../../api/team-now.ts';
import { answerTasks, type Tasks } from '../serve.ts';
import { plainText, readableText } from './readable-text.ts';
import type { JudgeTasks } from './tasks.ts';

/** The reporter's key can't be used. */
class ReaderKeyError extends Error {}

/** @throws ReaderKeyError when a reporter can't be sealed to (any more) */
async function requireReaders(readers: readonly string[], now: Date): Promise<void> {
  await Promise.all(readers.map((reader) => readReaders(reader, now))).catch((cause: unknown) => {
    throw new ReaderKeyError('', { cause });
  });
}

let ofTheTeam: ReturnType<typeof readVerifiers> | undefined;
/** What the reporter's certificates were read to last: one conversation is verified with the same ones throughout. */
let ofTheReporter: { from: string; keys: Promise<Key[]> } | undefined;

/** Certificates that may have signed a message: the team's, those of who left it, and only then any of a stranger's. */
async function verifiers(from: string): Promise<Key[]> {
  ofTheTeam ??= readVerifiers([...certificates, ...former].map(({ armored }) => armored));
  if (ofTheReporter?.from !== from) ofTheReporter = { from, keys: readReaderVerifiers(from) };
  return [...(await ofTheTeam), ...(await ofTheReporter.keys)];
}

const tasks: Tasks<JudgeTasks> = {
  async checkKey({ armored, now }) {
    const readers = await readReaders(armored, new Date(now));
    const usable = readers.map(({ certificate }) => certificate.armored.trim()).join('\n');
    if (usable.length > limits.ownKeys) throw new KeyLimitsError();
    return usable;
  },
  async checkReader({ reader, now }) {
    const none = { keyIds: [], fingerprints: [] };
    const keys = await readerKeysOf(reader).catch(() => none);
    try {
      await readReaders(reader, new Date(now));
      return { fault: null, ...keys };
    } catch (error) {
      // What has run out signs nothing new, and verifies what it signed.
      return { ...keys, keyIds: [], fault: readerFaultOf(error) ?? 'unreadable' };
    }
  },
  async checkOutside({ armored, now }) {
    const readers = await readReaders(armored, new Date(now));
    return readers.map(({ certificate }) => {
      const { fingerprint, userIds, expiresAt } = certificate;
      return { fingerprint, userIds, expiresAt, armored: certificate.armored };
    });
  },
  async sealFile({ file, name, readers, now }) {
    const at = new Date(now);
    await requireReaders(readers, at);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return sealFileToReaders({ bytes, name }, await teamNow(), readers, at);
  },
  async seal({ text, readers, now }) {
    const at = new Date(now);
    await requireReaders(readers, at);
    const contents = typeof text === 'string' ? pad(text) : text;
    return sealToReaders(contents, await teamNow(), readers, at);
  },
  async sealAttachment({ file, readers, now }) {
    const at = new Date(now);
    await requireReaders(readers, at);
    const others = (await Promise.all(readers.map((reader) => readReaders(reader, at)))).flat();
    const planned = await planAttachment(file.name, file.size, await teamNow(), others);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const sealed = new Blob([await sealAttachment(planned, bytes)]);
    return { sealed, name: file.name, size: file.size, sha256: await sha256Hex(bytes) };
  },
  async sealOwn({ text, fingerprint, now }) {
    const own = certificates.find((one) => one.fingerprint === fingerprint);
    if (!own) throw new Error('no-member');
    return seal(pad(text), [{ armored: own.armored, at: momentWithin(own, now) }]);
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
  async openText({ sealed, sessionKeys, reporterKeys = '', isPlain }) {
    const keys = await verifiers(reporterKeys);
    return openSignedText(sessionKeys, sealed, keys, isPlain ? plainText : readableText);
  },
  async digest({ sealed, sessionKeys }) {
    const opened = await openWith(sessionKeys, sealed, limits.openedText);
    return typeof opened === 'string' ? null : sha256Hex(opened.bytes);
  },
  async judgeSharedText({ sessionKey, thing: { sealed, at } }) {
    return judgeSharedText(sessionKey, sealed, at, readableText);
  },
  async judgeSharedFile({ sessionKey, thing: { sealed, listed } }) {
    return judgeSharedFile(sessionKey, new Uint8Array(await sealed.arrayBuffer()), listed);
  },
  async people({ now }) {
    const isIn = (one: (typeof certificates)[number]) => !hasExpired(one, now);
    return [
      ...certificates.map((one) => ({
        ...{ fingerprint: one.fingerprint, keyIds: one.keyIds, opensSeipd2: one.opensSeipd2, hasLeft: false },
        encryptionKeyIds: isIn(one) ? one.encryptionKeyIds : [],
      })),
      ...former.map(({ fingerprint, keyIds }) => ({
        ...{ fingerprint, keyIds, encryptionKeyIds: [], opensSeipd2: false, hasLeft: true },
      })),
    ];
  },
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
