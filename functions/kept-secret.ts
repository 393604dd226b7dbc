import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret of 32 random bytes, base64, made once and kept in the data folder. */
export function keptSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const fresh = `${file}.${randomBytes(8).toString('hex')}`;
    writeFileSync(fresh, randomBytes(32).toString('base64'), { mode: 0o600 });
    try {
      // Of two processes that start at once one gets the name; both read the same whole file.
      linkSync(fresh, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh);
    }
  }
  return readFileSync(file, 'utf8');
}
