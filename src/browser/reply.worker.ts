// Unlocks the reporter's reply key for as long as a task takes, off the main thread.
import { team as certificates } from 'virtual:team';
import { pad } from '../disclosure/padding.ts';
import { readerFaultOf } from '../openpgp/key-error.ts';
import { sessionKeysOf } from '../openpgp/open.ts';
import { sealToReaders } from '../openpgp/seal-to-readers.ts';
import { publicHalf, unlockReplyKey } from '../openpgp/unlock-reply-key.ts';
import type { ReplyTasks } from './reply-tasks.ts';
import { answerTasks, type Tasks } from './worker-tasks.ts';

const team = certificates.map(({ armored }) => armored);

const tasks: Tasks<ReplyTasks> = {
  async sessionKeys({ replyKey, passphrase, messages }) {
    const key = await unlockReplyKey(replyKey, passphrase);
    return Promise.all(messages.map((sealed) => sessionKeysOf(key, sealed)));
  },
  async seal({ text, replyKey }) {
    const readers = replyKey === null ? [] : [await publicHalf(replyKey)];
    return sealToReaders(pad(text), team, readers);
  },
};

answerTasks(tasks, readerFaultOf);
