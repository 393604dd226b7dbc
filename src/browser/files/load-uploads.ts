import type { PlannedFile } from '../workers/seal/tasks.ts';
import type { FileTexts } from './file-texts.ts';
import type { Heard } from './uploads.ts';

let loading: Promise<typeof import('./uploads.ts')> | undefined;

/**
 * What sends attachments, loaded with the first file: most reports have none. Null where it does not arrive; the next
 * call tries again.
 */
export async function loadUploads(): Promise<typeof import('./uploads.ts') | null> {
  try {
    loading ??= import('./uploads.ts');
    return await loading;
  } catch {
    loading = undefined;
    return null;
  }
}

/**
 * Sends files that the server expects.
 * @returns whether they are on their way
 */
export async function sendFiles(
  files: readonly PlannedFile[],
  accessToken: string,
  texts: FileTexts,
  heard?: Heard,
): Promise<boolean> {
  const uploads = await loadUploads();
  if (!uploads) return false;
  try {
    uploads.sendAttachments(files, accessToken, texts, heard);
    return true;
  } catch {
    return false;
  }
}
