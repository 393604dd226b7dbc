// Seals what a tab keeps, under a secret of that tab and room. Only the secret can open what a browser has written of it, and
// the secret lies in a file of its own (OPFS): that can be overwritten where it lies. What is deleted from IndexedDB or
// from session storage stays readable in their files (.github/decisions/0003-kept-drafts.md).

import { fromBase64, toBase64 } from '../../../disclosure/base64.ts';
import { answerTasks } from '../serve.ts';
import type { UnfinishedTasks } from './tasks.ts';

/** What is known here of a file that is open for itself alone; TypeScript has it for workers only. */
interface OpenFile {
  write(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}
type SecretFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<OpenFile> };

const SECRET_BYTES = 32;
/** A multiple of three: its base64 has no filling, so that what is sealed can follow it. */
const IV_BYTES = 12;
const HOUR = 60 * 60 * 1000;
/** A secret that was not used for so long, in ms, is of a tab that is gone; one that is still there makes another when it needs it. */
const DAY = 24 * HOUR;

let isSwept = false;

/** A file that was cut off, or is erased already, holds none. */
function isSecret(bytes: Uint8Array): boolean {
  return bytes.length === SECRET_BYTES && bytes.some((byte) => byte !== 0);
}

async function findFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle('drafts', { create: true });
}

/** The file of a tab's secret, and what is in it; an empty one where there was none. */
async function findSecret(tab: string) {
  const file = await (await findFolder()).getFileHandle(tab, { create: true });
  const content = await file.getFile();
  return { file, secret: new Uint8Array(await content.arrayBuffer()), writtenAt: content.lastModified };
}

/** The same, for use: a secret is written again now and then, so that the age of its file tells when it was last used. */
async function useSecret(tab: string) {
  const { file, secret, writtenAt } = await findSecret(tab);
  // A duplicate of this tab may be at it: then it has that done.
  if (isSecret(secret) && Date.now() - writtenAt > HOUR) await overwrite(file, secret).catch(() => undefined);
  return { file, secret };
}

async function overwrite(file: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  const open = await (file as SecretFile).createSyncAccessHandle();
  try {
    open.write(bytes, { at: 0 });
    open.flush();
  } finally {
    open.close();
  }
}

async function erase(tab: string): Promise<void> {
  const { file } = await findSecret(tab);
  await overwrite(file, new Uint8Array(SECRET_BYTES));
  await (await findFolder()).removeEntry(tab);
}

/** Erases the secrets of tabs that are gone, but none of this one. Another tab may be at it: then it has that done. */
async function sweep(own: string): Promise<void> {
  const [ownTab = own] = own.split('.');
  for await (const [tab, handle] of (await findFolder()).entries()) {
    if (tab.startsWith(ownTab)) continue;
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > DAY) await erase(tab);
  }
}

function importKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

answerTasks<UnfinishedTasks>(
  {
    async seal({ tab, text }) {
      if (!isSwept) await sweep(tab).catch(() => undefined);
      isSwept = true;
      let { file, secret } = await useSecret(tab);
      if (!isSecret(secret)) {
        secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
        await overwrite(file, secret);
      }
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const data = new TextEncoder().encode(text);
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await importKey(secret), data);
      return toBase64(iv) + toBase64(new Uint8Array(sealed));
    },
    async open({ tab, sealed }) {
      const { secret } = await useSecret(tab);
      if (!isSecret(secret)) return null;
      const bytes = fromBase64(sealed);
      const iv = bytes.subarray(0, IV_BYTES);
      const data = bytes.subarray(IV_BYTES);
      return new TextDecoder().decode(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await importKey(secret), data),
      );
    },
    erase,
  },
  () => undefined,
);
