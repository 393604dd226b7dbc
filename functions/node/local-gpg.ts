import { spawnSync } from 'node:child_process';

/** What the local gpg did: what it printed, or why there is nothing. */
export type GpgOutcome = { printed: string } | { failed: 'missing' | 'refused' };

/**
 * Runs the gpg of this machine, which may ask for a passphrase on the terminal; its own messages go there too.
 * "missing" is only where there is none that can be started. A gpg that refuses often ends before it has read
 * its input, and writing that then fails too (EPIPE): that is its refusal, and no sign that gpg is missing.
 * @param input what it reads, as UTF-8
 */
export function localGpg(args: readonly string[], input: string): GpgOutcome {
  const { error, status, stdout } = spawnSync('gpg', args, { input, stdio: ['pipe', 'pipe', 'inherit'] });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT' || code === 'EACCES') return { failed: 'missing' };
  if (error || status !== 0) return { failed: 'refused' };
  return { printed: stdout.toString('utf8') };
}
