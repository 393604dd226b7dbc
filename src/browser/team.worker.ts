// Holds the team member's private key, in the memory of this worker and nowhere else, and opens with it.

import { team } from 'virtual:team';
import type { PrivateKey } from 'openpgp';
import { sha256Hex } from '../disclosure/bytes.ts';
import { limits } from '../disclosure/limits.ts';
import { pad } from '../disclosure/padding.ts';
import { inspectSealed } from '../openpgp/inspect.ts';
import { KeyError, keyIdsOf } from '../openpgp/keys.ts';
import { openText, openWith } from '../openpgp/open.ts';
import { usableAt } from '../openpgp/reader-key.ts';
import { seal } from '../openpgp/seal.ts';
import { TeamKeyError, unlockTeamKey } from '../openpgp/team-key.ts';
import type { TeamTasks } from './team-tasks.ts';
import { answerTasks, type Tasks } from './worker-tasks.ts';

/** There is no key here (any more). */
class NoKeyError extends Error {}

/** The reporter's key can't be used. */
class ReaderKeyError extends Error {}

let key: PrivateKey | undefined;

function requireKey(): PrivateKey {
  if (!key) throw new NoKeyError();
  return key;
}

/** When all of them can be sealed to. @throws ReaderKeyError when a reporter's key can't be sealed to (any more) */
async function momentFor(readers: string[]): Promise<Date> {
  const now = new Date();
  const moments = await Promise.all(readers.map((reader) => usableAt(reader, now))).catch(
    (cause: unknown) => {
      throw new ReaderKeyError('', { cause });
    },
  );
  return moments.reduce((last, one) => (one > last ? one : last), now);
}

const tasks: Tasks<TeamTasks> = {
  async unlock({ file, passphrase }) {
    const fingerprints = team.map(({ fingerprint }) => fingerprint);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const unlocked = await unlockTeamKey(bytes, passphrase, fingerprints);
    key = unlocked.key;
    return unlocked.fingerprint;
  },
  async open(messages) {
    const own = requireKey();
    return Promise.all(messages.map((armored) => openText(own, armored)));
  },
  async openFile(sealed) {
    const bytesOfSealed = new Uint8Array(await sealed.arrayBuffer());
    const opened = await openWith(requireKey(), bytesOfSealed, limits.attachmentBytes);
    if (typeof opened === 'string') return null;
    const { bytes, name } = opened;
    return { content: new Blob([bytes]), name, sha256: await sha256Hex(bytes) };
  },
  async seal({ text, readers }) {
    const at = await momentFor(readers);
    return seal(pad(text), [...team.map(({ armored }) => armored), ...readers], at);
  },
  async checkReader(reader) {
    try {
      await usableAt(reader, new Date());
      return null;
    } catch (error) {
      return error instanceof KeyError ? error.fault : 'unreadable';
    }
  },
  async checkSealed({ sealed, readers }) {
    const forTeam = inspectSealed(sealed, team);
    if (!forTeam.ok) return forTeam.code;
    for (const reader of readers) {
      const encryptionKeyIds = await keyIdsOf(reader);
      if (!inspectSealed(sealed, [{ encryptionKeyIds }]).ok) return 'missing-reporter';
    }
    return null;
  },
};

answerTasks(tasks, (error) => {
  if (error instanceof NoKeyError) return 'no-key';
  if (error instanceof ReaderKeyError) return 'reader-key';
  return error instanceof TeamKeyError || error instanceof KeyError ? error.fault : undefined;
});
