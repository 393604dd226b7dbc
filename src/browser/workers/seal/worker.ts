// Everything that touches OpenPGP and makes receipts, off the main thread.
import { sha256Hex, toHex } from '../../../disclosure/bytes.ts';
import { pad } from '../../../disclosure/padding.ts';
import { deriveReceipt, makeReceipt } from '../../../disclosure/receipt.ts';
import { KeyError, makeReplyKey } from '../../../openpgp/keys.ts';
import { readReplyKeyNow, sealForTeam } from '../../../openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../../openpgp/seal-attachment.ts';
import { teamNow } from '../../api/team-now.ts';
import { answerTasks, type Tasks } from '../serve.ts';
import type { SealTasks } from './tasks.ts';

const tasks: Tasks<SealTasks> = {
  async prepare() {
    const receipt = makeReceipt();
    const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
    return { receipt, receiptId, ...(await makeReplyKey(replyKeyPassphrase)) };
  },
  async seal({ text, replyKey }) {
    return sealForTeam(pad(text), await teamNow(), [await readReplyKeyNow(replyKey)]);
  },
  async planFile(file) {
    const id = toHex(crypto.getRandomValues(new Uint8Array(16)));
    const plan = await planAttachment(file.name, file.size, await teamNow());
    const sha256 = await sha256Hex(new Uint8Array(await file.arrayBuffer()));
    return { id, name: file.name, size: file.size, sealedSize: plan.sealedSize, sha256, file, plan };
  },
  async sealFile({ file, plan }) {
    return new Blob([await sealAttachment(plan, new Uint8Array(await file.arrayBuffer()))]);
  },
};

answerTasks(tasks, (error) => (error instanceof KeyError ? error.fault : undefined));
