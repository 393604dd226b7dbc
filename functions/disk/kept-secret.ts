import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivate, makePrivateFolder, writePrivate } from './private-files.ts';

/**
 * A secret of 32 random bytes, base64, made once and kept in the data folder, for its owner alone.
 * @throws ForeignFileError when somebody else laid it there: they would know it
 */
export function keptSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) {
    makePrivateFolder(dataDir);
    const fresh = `${file}.${randomBytes(8).toString('hex')}`;
    writePrivate(fresh, randomBytes(32).toString('base64'));
    try {
      // Of two processes that start at once one gets the name; both read the same whole file.
      linkSync(fresh, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh);
    }
  }
  makePrivate(file);
  return readFileSync(file, 'utf8');
}
