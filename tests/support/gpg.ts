import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A throw-away GNUPGHOME with the real gpg. */
export class Gpg {
  readonly home: string;

  // A short path: the agent's socket lies in it.
  constructor(home = mkdtempSync(join(tmpdir(), 'gpg-'))) {
    this.home = home;
  }

  /** One in an empty folder that is there already. */
  static in(folder: string): Gpg {
    chmodSync(folder, 0o700);
    return new Gpg(folder);
  }

  /** A copy of one that rests, with all its keys and files. */
  static from(home: string): Gpg {
    const gpg = new Gpg();
    cpSync(home, gpg.home, { recursive: true, filter: (path) => !basename(path).startsWith('S.') });
    return gpg;
  }

  /** Runs gpg; gives its standard output. Throws with its messages when it fails. */
  run(args: string[], input: string | Uint8Array = ''): string {
    const result = spawnSync('gpg', ['--batch', '--yes', '--homedir', this.home, ...args], {
      input,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status !== 0) throw new Error(`gpg ${args.join(' ')}: ${result.stderr}`);
    return result.stdout.toString('utf8');
  }

  /** Makes a key pair, without a passphrase unless one is given; gives its fingerprint. */
  makeKey(
    userId: string,
    algorithm: 'rsa2048' | 'ed25519' = 'ed25519',
    expires = '1y',
    passphrase = '',
  ): string {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
    this.run([...unlock, '--quick-generate-key', userId, algorithm, 'default', expires]);
    const fingerprint = this.fingerprintOf(userId);
    const subkey = algorithm === 'ed25519' ? 'cv25519' : algorithm;
    this.run([...unlock, '--quick-add-key', fingerprint, subkey, 'encr', expires]);
    return fingerprint;
  }

  /** Of the primary key with this user id. */
  fingerprintOf(userId: string): string {
    const [line = ''] = this.run(['--list-keys', '--with-colons', userId]).match(/^fpr:.*$/m) ?? [];
    return line.split(':')[9] ?? '';
  }

  exportPublic(...ids: string[]): string {
    return this.run(['--armor', '--export', ...ids]);
  }

  exportPrivate(id: string, passphrase = ''): string {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
    return this.run([...unlock, '--armor', '--export-secret-keys', id]);
  }

  import(armored: string): void {
    this.run(['--import'], armored);
  }

  /** Opens a message the way a team member does: `gpg`, with no option that says what the message is. */
  decrypt(message: string, passphrase?: string): string {
    const unlock =
      passphrase === undefined ? [] : ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
    return this.run([...unlock, '--decrypt'], message);
  }

  /** Encrypts to the given keys; `options` are gpg's own. */
  encrypt(text: string | Uint8Array, recipients: string[], options: string[] = []): string {
    const to = recipients.flatMap((recipient) => ['--recipient', recipient]);
    return this.run(['--armor', '--trust-model', 'always', ...options, '--encrypt', ...to], text);
  }

  file(name: string, content: string): string {
    const path = join(this.home, name);
    writeFileSync(path, content);
    return path;
  }

  /** Ends the programs that gpg started for itself. */
  rest(): void {
    execFileSync('gpgconf', ['--homedir', this.home, '--kill', 'all'], { stdio: 'ignore' });
  }

  close(): void {
    try {
      this.rest();
    } finally {
      rmSync(this.home, { recursive: true, force: true });
    }
  }
}
