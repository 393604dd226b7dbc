// Everything that touches OpenPGP and the receipt, off the main thread.
import { site } from 'virtual:site';
import { pad } from '../disclosure/padding.ts';
import { deriveReceipt, makeReceipt } from '../disclosure/receipt.ts';
import { KeyError, makeReplyKey, readCertificates } from '../openpgp/keys.ts';
import { seal } from '../openpgp/seal.ts';
import type { WorkerAnswer, WorkerRequest, WorkerResults } from './worker-messages.ts';

const tasks: { [Task in keyof WorkerResults]: (input: string) => Promise<WorkerResults[Task]> } = {
  async prepare() {
    const receipt = makeReceipt();
    const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
    return { receipt, receiptId, ...(await makeReplyKey(replyKeyPassphrase)) };
  },
  async checkKey(armored) {
    const certificates = await readCertificates(armored, new Date());
    return certificates.map((certificate) => certificate.armored.trim()).join('\n');
  },
  seal(document) {
    const certificates = site.certificates.map(({ armored }) => armored);
    return seal(pad(document), certificates);
  },
};

addEventListener('message', async ({ data }: MessageEvent<WorkerRequest>) => {
  let answer: WorkerAnswer;
  try {
    answer = { id: data.id, ok: true, result: await tasks[data.task](data.input) };
  } catch (error) {
    const reason = error instanceof KeyError ? error.fault : error instanceof Error ? error.name : 'Error';
    answer = { id: data.id, ok: false, reason };
  }
  postMessage(answer);
});
