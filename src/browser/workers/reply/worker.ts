// Unlocks the reporter's reply key for as long as a task takes, off the main thread.
import type { PrivateKey } from 'openpgp';
import { pad } from '../../../disclosure/padding.ts';
import { type SignedHead, writeSignedText } from '../../../disclosure/signed-text.ts';
import { readerFaultOf } from '../../../openpgp/key-error.ts';
import { sessionKeysOf } from '../../../openpgp/open.ts';
import { readReplyKeyNow, sealForTeam } from '../../../openpgp/seal.ts';
import { sealSigned } from '../../../openpgp/seal-signed.ts';
import { signMessage } from '../../../openpgp/sign-message.ts';
import { publicHalf, unlockReplyKey } from '../../../openpgp/unlock-reply-key.ts';
import { teamNow } from '../../api/team-now.ts';
import { answerTasks, type Tasks } from '../serve.ts';
import type { ReplyTasks } from './tasks.ts';

/** Signs a text by the reply key, at the moment that its head names, or when the key was made where a clock is behind. */
function signed(key: PrivateKey, text: string, head: SignedHead): Promise<Uint8Array> {
  const at = Math.max(Date.parse(head.written), key.getCreationTime().getTime());
  return signMessage(writeSignedText(head, text), { key, keyId: key.getKeyID() }, new Date(at));
}

const tasks: Tasks<ReplyTasks> = {
  async sessionKeys({ replyKey, passphrase, messages }) {
    const key = await unlockReplyKey(replyKey, passphrase);
    return {
      sessionKeys: await Promise.all(
        messages.map(async (sealed) =>
          sessionKeysOf(
            key,
            typeof sealed === 'string' ? sealed : new Uint8Array(await sealed.arrayBuffer()),
          ),
        ),
      ),
      publicKey: key.toPublic().armor(),
      fingerprint: key.getFingerprint().toUpperCase(),
    };
  },
  async seal({ text, replyKey, passphrase, head }) {
    const others = replyKey === null ? [] : [await readReplyKeyNow(await publicHalf(replyKey))];
    const team = await teamNow();
    if (replyKey === null || passphrase === undefined || !head) {
      // Nobody signs it; its place and the files that go with it are named all the same.
      return sealForTeam(pad(head ? writeSignedText(head, text) : text), team, others);
    }
    const key = await unlockReplyKey(replyKey, passphrase);
    return sealSigned(await signed(key, text, head), team, others);
  },
};

answerTasks(tasks, readerFaultOf);
