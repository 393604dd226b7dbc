import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment } from '../support/environment.ts';

/** A folder in which a command-line tool works, which is its home as well: nothing of who runs the tests is touched. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'interop-'));

  /** Writes a file; gives its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Writes each certificate to a file of its own; gives their paths. */
  files(certificates: readonly string[]): string[] {
    return certificates.map((certificate, index) => this.file(`to-${index}.asc`, certificate));
  }

  /**
   * Runs a command; gives what it printed. @param good the exit codes that say that it worked
   * @throws Error with what it said, when it fails
   */
  async run(
    command: string,
    args: readonly string[],
    input: string | Uint8Array = '',
    good: readonly number[] = [0],
  ): Promise<{ bytes: Uint8Array; said: string }> {
    const child = spawn(command, args, {
      cwd: this.folder,
      env: cleanEnvironment({
        HOME: this.folder,
        ...{ XDG_CONFIG_HOME: this.folder, XDG_DATA_HOME: this.folder, XDG_CACHE_HOME: this.folder },
      }),
    });
    const printed: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    // Some end before they have read everything; what they say then tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    if (!good.includes(code)) throw new Error(`${command} ${args[0]} ended with ${code}: ${said}`);
    return { bytes: Buffer.concat(printed), said };
  }

  /** The same, for what is text. */
  async text(command: string, args: readonly string[], input: string | Uint8Array = ''): Promise<string> {
    return new TextDecoder().decode((await this.run(command, args, input)).bytes);
  }

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The first line that says a version, of a command that takes no input. */
export async function versionOf(command: string, args: readonly string[]): Promise<string> {
  const workshop = new Workshop();
  try {
    const printed = await workshop.text(command, args);
    return /\d+\.\d+[\w.]*/.exec(printed)?.[0] ?? '';
  } finally {
    workshop.leave();
  }
}
