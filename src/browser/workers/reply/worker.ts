// Unlocks the reporter's reply key for as long as a task takes, off the main thread.
import { pad } from '../../../disclosure/padding.ts';
import { readerFaultOf } from '../../../openpgp/key-error.ts';
import { sessionKeysOf } from '../../../openpgp/open.ts';
import { readReplyKeyNow, sealForTeam } from '../../../openpgp/seal.ts';
import { publicHalf, unlockReplyKey } from '../../../openpgp/unlock-reply-key.ts';
import { teamNow } from '../../api/team-now.ts';
import { answerTasks, type Tasks } from '../serve.ts';
import type { ReplyTasks } from './tasks.ts';

const tasks: Tasks<ReplyTasks> = {
  async sessionKeys({ replyKey, passphrase, messages }) {
    const key = await unlockReplyKey(replyKey, passphrase);
    return Promise.all(messages.map((sealed) => sessionKeysOf(key, sealed)));
  },
  async seal({ text, replyKey }) {
    const others = replyKey === null ? [] : [await readReplyKeyNow(await publicHalf(replyKey))];
    return sealForTeam(pad(text), await teamNow(), others);
  },
};

answerTasks(tasks, readerFaultOf);
