import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkInLog, type LogFinding } from '../../src/log/check.ts';
import { readDeskKeys } from '../../src/log/desk-keys.ts';
import { readReceiptFile } from '../../src/log/receipt-file.ts';
import { cleanEnvironment } from './environment.ts';
import { checkReceipt } from './independent/log.ts';
import type { Receipt, receiptsDesk } from './receipts-desk.ts';

/** What somebody kept: the receipt, the checkpoint of a later visit, and where the statement stood then. */
export interface Kept {
  receipt: Receipt;
  seen: string;
  position: number;
}

type Desk = Awaited<ReturnType<typeof receiptsDesk>>;
/** The note of the statement in a receipt file. */
export const noteIn = (file: string) => readReceiptFile(file).statements[0]?.note ?? '';

/** What the product says of a receipt: of its statement, with all that was seen, or with its own checkpoint alone. */
export async function findingOf(
  { receipt, seen, position }: Kept,
  desk: Desk,
  knows = true,
): Promise<LogFinding> {
  const get = desk.newVisitor();
  const rejecting = async (path: string) => {
    const bytes = await get(path);
    if (!bytes) throw new Error(`${path} is not there`);
    return bytes;
  };
  const { checkpoints } = readReceiptFile(receipt.file);
  return checkInLog({
    note: noteIn(receipt.file),
    ...{ position: knows ? position : null, seen: knows ? [...checkpoints, seen] : checkpoints },
    now: desk.parts.clock.now,
    keys: readDeskKeys(`${desk.parts.desk.vkey}\n`) ?? [],
    log: {
      checkpoint: async () => new TextDecoder().decode(await rejecting('checkpoint')),
      tile: (path) => rejecting(`tile/${path}`),
    },
  });
}

/** As `findingOf`, with the verifier that shares nothing with the product. */
export async function verdictOf(
  { receipt, seen, position }: Kept,
  desk: Desk,
  knows = true,
): Promise<string> {
  const { keys } = desk;
  const get = desk.newVisitor();
  const file = knows ? `${receipt.file}\n${seen}` : receipt.file;
  try {
    await checkReceipt({ file, keys, get, ...(knows ? { position } : {}) });
    return 'included';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What `npm run verify-log <url> <file>` ends with. */
export function exitOf(url: string, { receipt, seen, position }: Kept, knows = true): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const file = join(folder, 'kept.txt');
  writeFileSync(file, knows ? `${receipt.file}\nposition: ${position}\n\n${seen}` : receipt.file);
  const command = fileURLToPath(new URL('../../functions/node/verify-log.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [command, url, file], { env: cleanEnvironment({}) }, (error) => {
      rmSync(folder, { recursive: true });
      if (error && typeof error.code !== 'number') reject(error);
      else resolve(Number(error?.code ?? 0));
    });
  });
}
