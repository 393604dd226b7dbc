import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../support/environment.ts';
import { Gpg } from '../support/gpg.ts';
import type { RunningSite } from '../support/project.ts';
import { ownAddress, startSite } from '../support/site.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(new URL('../../.github/PROOFS.md', import.meta.url), 'utf8');

/** The commands between two marks of the document. */
function commandsOf(mark: string): string {
  const [, commands] =
    new RegExp(`<!-- ${mark} -->\\n\\n\`\`\`sh\\n([^]*?)\`\`\`\\n\\n<!-- /${mark} -->`).exec(document) ?? [];
  if (commands === undefined) throw new Error(`no commands in <!-- ${mark} -->`);
  return commands;
}

describe('the commands in “What is proved, and how to check it”', () => {
  let site: RunningSite;
  let folder = '';
  beforeAll(async () => {
    site = await startSite(await ownAddress());
    folder = mkdtempSync(join(tmpdir(), 'proofs-'));
    const gpg = new Gpg();
    gpg.import(await (await fetch(`${site.url}/team-key.asc`)).text());
    writeFileSync(join(folder, 'sealed-report.asc'), gpg.encrypt('finding', ['security@example.com']));
    gpg.close();
    const type = 'Content-Type: application/pgp-encrypted';
    shell(
      `curl --silent --data-binary @sealed-report.asc -H '${type}' ${site.url}/api/reports > answer.json`,
    );
  });
  afterAll(async () => {
    await site?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs it as it stands there, but for the address of the site. Gives what it prints, and whether all went well. */
  function run(command: string, cwd = folder) {
    // Of what looks like a network connection on its stdin bash makes a login, with start-up files of the machine.
    const options: SpawnSyncOptionsWithStringEncoding = {
      ...{ cwd, env: cleanEnvironment({}), encoding: 'utf8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    const asTyped = command.replaceAll('https://<site>', site.url);
    const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', asTyped], options);
    return { isWell: status === 0, printed: stdout, said: stderr };
  }
  function shell(command: string): string {
    const { isWell, printed, said } = run(command);
    if (!isWell) throw new Error(said);
    return printed;
  }

  it('check a receipt with openssl alone, made of the answer that curl got', () => {
    shell(commandsOf('json'));
    const printed = shell(commandsOf('openssl'));
    const [, hash] = /^sealed-report-sha256: ([0-9a-f]{64})$/m.exec(printed) ?? [];
    expect(printed).toContain('Signature Verified Successfully\n');
    expect(printed).toContain(`(sealed-report.asc)= ${hash}\n`);
    expect(printed).toContain(
      `reference: ${JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')).reference}`,
    );
  });

  it('check it with the repository, while its entry waits for the log', () => {
    // They are typed in the folder of the repository, where the files are then too.
    const [first = '', ...others] = commandsOf('repository').trimEnd().split('\n');
    shell(first);
    expect(others.length).toBe(4);
    for (const command of others) {
      const { isWell, said } = run(
        command.replaceAll(/(?<= )[\w-]+\.(?:txt|asc)/g, (name) => join(folder, name)),
        root,
      );
      expect([command, isWell, said]).toEqual([command, true, '']);
    }
    const changed = join(folder, 'changed.txt');
    const receipt = readFileSync(join(folder, 'receipt.txt'), 'utf8');
    writeFileSync(changed, receipt.replace('received: 2', 'received: 1'));
    expect(run(`npm run verify-receipt ${changed}`, root).isWell).toBe(false);
  });

  it('find with openssl that a receipt was changed, also where its lines end with CRLF', () => {
    const receipt = readFileSync(join(folder, 'receipt.txt'), 'utf8').replaceAll('\n', '\r\n');
    writeFileSync(join(folder, 'receipt.txt'), receipt);
    expect(shell(commandsOf('openssl'))).toContain('Signature Verified Successfully\n');
    writeFileSync(join(folder, 'receipt.txt'), receipt.replace('received: 2', 'received: 1'));
    const { isWell, printed } = run(commandsOf('openssl'));
    expect([isWell, printed]).toEqual([false, 'Signature Verification Failure\n']);
  });
});
