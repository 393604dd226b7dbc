import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { acceptedSchema } from '../../src/disclosure/wire.ts';
import { ample, changeInput, randomId } from '../support/cases.ts';
import { Gpg } from '../support/gpg.ts';
import type { RunningSite } from '../support/project.ts';
import { runToEnd } from '../support/run.ts';
import { startSite } from '../support/site.ts';
import { teamOfTwo } from '../support/teams.ts';
import { storedOf } from '../support/upload-desk.ts';

const guide = readFileSync(new URL('../../.github/GUIDE.md', import.meta.url), 'utf8');
/** The commands of a block in the guide. */
const block = (name: string) =>
  new RegExp(`<!-- ${name} -->\\n\\n\`\`\`sh\\n([^]*?)\`\`\`\\n\\n<!-- /${name} -->`).exec(guide)?.[1] ?? '';

describe('the commands of the guide for messages and files from a terminal', () => {
  const reporter = new Gpg();
  const work = mkdtempSync(join(tmpdir(), 'reporter-'));
  let team: Awaited<ReturnType<typeof teamOfTwo>>;
  let site: RunningSite;
  let store: Store;
  beforeAll(async () => {
    team = await teamOfTwo();
    site = await startSite({ TEAM_KEY_FILE: team.TEAM_KEY_FILE });
    store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  });
  afterAll(async () => {
    await store?.close();
    await site?.stop();
    team?.gpg.close();
    reporter.close();
    rmSync(work, { recursive: true, force: true });
  });

  it('send a message with a file that the team opens, and fetch a file that the reporter opens', async () => {
    const keys = await (await fetch(`${site.url}/team-key.asc`)).text();
    reporter.import(keys);
    const recipients = reporter
      .run(['--list-keys', '--with-colons'])
      .split(/^pub/m)
      .slice(1)
      .map((key) => /^fpr:+([0-9A-F]{40}):/m.exec(key)?.[1] ?? '');
    expect(recipients).toHaveLength(2);
    const own = reporter.makeKey('Sam <sam@example.net>');
    const accepted = acceptedSchema.parse(
      await (
        await fetch(`${site.url}/api/reports`, {
          method: 'POST',
          body: reporter.encrypt('a report', recipients, ['--no-throw-keyids']),
          headers: { 'Content-Type': 'application/pgp-encrypted' },
        })
      ).json(),
    );
    const { reference, receipt = '' } = accepted;
    const proof = randomBytes(limits.chunk + 5_000);
    writeFileSync(join(work, 'proof.bin'), proof);
    writeFileSync(join(work, 'message.md'), 'See the file, with "quotes" and a \\ in it.\n');
    const [last = ''] = recipients.slice(-1);
    writeFileSync(join(work, 'code.txt'), `${receipt}\n`);
    const begin = block('case').replace('https://<site>', site.url);
    const message = block('message').replace('<fingerprint>', `${recipients[0]} --recipient ${last}`);
    const bash = (commands: string) =>
      runToEnd('bash', ['-euo', 'pipefail', '-c', commands], {
        cwd: work,
        settings: { GNUPGHOME: reporter.home },
      });
    // Bash tells what it runs, arguments and all: others on the machine can read those.
    const sent = await bash(`set -x\n${begin}${message}`);
    expect(sent, sent.output).toMatchObject({ code: 0 });
    expect(sent.output).not.toContain(receipt.replaceAll('-', ''));

    const [, second] = await store.readMessages(reference);
    expect(team.gpg.decrypt(second?.sealed ?? '')).toContain('with "quotes" and a \\ in it.');
    const found = await store.findCase(reference);
    const [attachment] = found?.attachments ?? [];
    expect(attachment).toMatchObject({ number: 2 });
    const { id = '', size = 0 } = attachment ?? {};
    const sealed = await storedOf(store, { reference, id, sealed: new Uint8Array(size) });
    const opened = join(work, 'opened.bin');
    team.gpg.run(['--output', opened, '--decrypt'], sealed);
    expect(readFileSync(opened).equals(proof)).toBe(true);

    // A file that the team sent, in two pieces.
    const answer = join(work, 'team.gpg');
    const to = [...recipients, own].flatMap((one) => ['--recipient', one]);
    reporter.run(['--trust-model', 'always', '-z', '0', '--output', answer, '--encrypt', ...to], proof);
    const bytes = readFileSync(answer);
    const file = {
      id: randomId(),
      size: bytes.length,
      from: 'team',
      number: 3,
      announcedAt: Date.now(),
    } as const;
    if (!found) throw new Error('no case');
    await store.changeCase(changeInput(found, { attachments: [...found.attachments, file] }));
    for (const index of [0, 1])
      await store.putChunk({
        ...{ reference, attachmentId: file.id, index, count: 2, eraseAt: Date.now() + 60_000 },
        bytes: bytes.subarray(index * limits.chunk, (index + 1) * limits.chunk),
        ...{ quota: ample, limits: [], now: Date.now() },
      });
    const fetched = await bash(begin + block('file').replace('<id>', file.id).replace('<last>', '1'));
    expect(fetched, fetched.output).toMatchObject({ code: 0 });
    expect(readFileSync(join(work, 'answer.bin')).equals(proof)).toBe(true);
    expect(readFileSync(join(work, 'case.json'), 'utf8')).toContain(file.id);
  }, 60_000);
});
