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
