import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublicFigures } from '../../src/disclosure/public-figures.ts';
import { readCheckpoint } from '../../src/log/checkpoint.ts';
import { type EvidenceCase, writeEvidence } from '../../src/log/evidence.ts';
import { writeFigures } from '../../src/log/figures-note.ts';
import { openNote } from '../../src/log/note.ts';
import { inclusionProof } from '../../src/log/tree.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { storedForm } from '../../src/openpgp/inspect.ts';
import { fixture, fixtureText } from '../support/fixture.ts';
import { LogServer } from '../support/log-server.ts';
import { LogSite } from '../support/log-site.ts';
import { runToEnd } from '../support/run.ts';
import { TestLog } from '../support/test-log.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'meldpunt-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const run = (command: string, args: string[], language = 'en') =>
  runToEnd(process.execPath, [join(root, `functions/node/${command}.ts`), ...args], {
    cwd: folder,
    settings: { LANG: language },
  });
const receipt = (...args: string[]) => run('verify-receipt', args);
const log = (...args: string[]) => run('verify-log', args);

/** A sealed report as a desk stores it. */
const sealed = storedForm(fixtureText('messages/g22-comment.asc')) ?? '';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const hour = 3_600_000;
/** Two batches ago, so that it has to be in the log. */
const received = Date.now() - 72 * hour;

let server: LogServer;
let desk: LogSite;
/** The note of the acceptance, the checkpoint that came with it, and the receipt file with both. */
let note: string;
let checkpoint: string;
let saved: string;
beforeEach(async () => {
  server = await LogServer.start();
  desk = server.desk;
  await desk.fill(300);
  checkpoint = desk.checkpoint();
  note = desk.note({ received, answerBy: received + 72 * hour, sealedReportSha256: sha256(sealed) });
  saved = file('receipt.txt', `Reference: CVD-2026-4F7K2Q\n\n${note}\n${checkpoint}`);
});
afterEach(() => server.stop());

const appendBatch = async () => {
  await desk.fill(5);
  await desk.append(note);
  await desk.fill(300);
};

describe('verify-receipt', () => {
  it('says in plain words that signature, report and log hold, and what that does not prove', async () => {
    await appendBatch();
    const { code, output } = await receipt(saved, file('report.asc', sealed));
    for (const words of [
      `Reporting desk: ${server.url}`,
      `Desk key: from ${server.url}/desk-key.txt`,
      'Report CVD-2026-4F7K2Q was received on',
      'The signature is valid: it was made with the key of this desk.',
      'is about exactly this report',
      'is in the public log, as number 306 of 606',
      'Everything that was checked is valid.',
      'What this does not prove:',
      'it came from http://localhost',
    ]) {
      expect(output).toContain(words);
    }
    expect(output).toMatch(/was received on .* UTC\. The desk promised/);
    expect(code).toBe(0);
  });

  it('speaks the language of the terminal', async () => {
    await appendBatch();
    const { code, output } = await run('verify-receipt', [saved], 'nl_NL.UTF-8');
    expect(output).toContain('De handtekening klopt: die is van de sleutel van dit meldpunt.');
    expect(output).toContain('Alles wat is nagekeken, klopt.');
    expect(code).toBe(0);
  });

  it('asks the site of the statement for its keys and its log, and for nothing else', async () => {
    await appendBatch();
    await receipt(saved);
    expect(new Set(server.asked)).toEqual(
      new Set(
        [
          '/desk-key.txt',
          '/log/checkpoint',
          ...['0/000', '0/001', '0/002.p/94', '1/000.p/2'].map((at) => `/log/tile/${at}`),
        ].map((path) => `GET ${path}`),
      ),
    );
    expect(new Set(server.asked).size).toBe(server.asked.length);
  });

  it.each([
    ['with line ends of Windows', () => Buffer.from(readFileSync(saved, 'utf8').replaceAll('\n', '\r\n'))],
    ['in UTF-16', () => Buffer.from(`\ufeff${readFileSync(saved, 'utf8')}`, 'utf16le')],
    ['as the JSON that curl printed', () => Buffer.from(JSON.stringify({ statement: note, checkpoint }))],
    ['with its position', () => Buffer.from(`${note}position: 305\n\n${checkpoint}`)],
  ])('takes a receipt %s', async (_, bytes) => {
    await appendBatch();
    const { code, output } = await receipt(file('other.txt', bytes()));
    expect(output).toContain('as number 306 of 606');
    expect(code).toBe(0);
  });

  it.each([
    ['as gpg made it, with a comment', () => fixture('messages/g22-comment.asc')],
    ['with line ends of Windows', () => Buffer.from(sealed.replaceAll('\n', '\r\n'))],
    ['in UTF-16', () => Buffer.from(`\ufeff${sealed}`, 'utf16le')],
    ['in binary', () => binaryOf(sealed)],
  ])('takes a sealed report that was kept %s for the same', async (_, kept) => {
    const { code, output } = await receipt(saved, file('report', kept()), ...offline());
    expect(output).toContain('is about exactly this report');
    expect(code).toBe(0);
  });

  it('says that a report is another one, or was changed', async () => {
    const changed = armor(
      binaryOf(sealed).map((byte, at) => (at === 400 ? byte ^ 1 : byte)),
      'MESSAGE',
    );
    const { code, output } = await receipt(saved, file('changed.asc', changed), ...offline());
    expect(output).toContain('is about a different report from');
    expect(output).toContain('Something is wrong.');
    expect(code).toBe(1);
  });

  it('checks the signature without a connection, with keys that were kept', async () => {
    const { code, output } = await receipt(saved, ...offline());
    expect(output).toContain('The signature is valid');
    expect(output).toContain('The public log was not checked.');
    expect(code).toBe(0);
    expect(server.asked).toEqual([]);
  });

  it('believes the keys that were kept, not those of the site', async () => {
    await appendBatch();
    const forger = new LogSite(desk.site, 'forger');
    const kept = file('desk-key.txt', desk.keyFile);
    desk.keyFile = forger.keyFile;
    expect((await receipt(saved, '--desk-key', kept)).code).toBe(0);
    const { code, output } = await receipt(saved);
    expect(output).toContain('with a key that is not this desk’s');
    expect(code).toBe(1);
  });

  it.each<[string, () => string, string]>([
    [
      'was backdated',
      () => note.replace(/received: \d{4}/, 'received: 2025'),
      'is not valid: the text was changed',
    ],
    ['was signed by another', () => new LogSite(desk.site, 'x').note({ received }), 'not this desk’s'],
    [
      'no longer has its form',
      () => `${note}\n${note.replace('kind: ', 'kind:  ')}`,
      'does not have the right form',
    ],
    [
      'comes with a forged checkpoint',
      () => `${note}\n${checkpoint.replace('\n300\n', '\n301\n')}`,
      'checkpoint in this file is not signed',
    ],
  ])('ends with 1 for a statement that %s', async (_, content, words) => {
    const { code, output } = await receipt(file('bad.txt', content()), ...offline());
    expect(output).toContain(words);
    expect(output).toContain('Something is wrong.');
    expect(code).toBe(1);
  });

  it('ends with 1 when the log does not fit: left out, rewritten, or forged', async () => {
    await desk.fill(300);
    const missing = await receipt(saved);
    expect(missing.output).toContain('should be in the public log, but is not');
    await desk.append(note);
    // Anybody may have written the place into the file.
    const positioned = await receipt(file('positioned.txt', `${note}position: 599\n${checkpoint}`));
    expect(positioned.output).not.toContain('The public log has something else at the place');
    expect(positioned.code).toBe(0);
    const honest = desk.log;
    desk.log = await TestLog.of(
      Array.from({ length: 700 }, (_, n) => createHash('sha256').update(`${n}`).digest()),
    );
    const rewritten = await receipt(saved);
    expect(rewritten.output).toContain('was rewritten or cut short');
    desk.log = honest;
    server.answers.set('/log/checkpoint', { body: new LogSite(desk.site, 'x').checkpoint() });
    const forged = await receipt(saved);
    expect(forged.output).toContain('The signature of the public log is not valid.');
    expect([missing, rewritten, forged].map(({ code }) => code)).toEqual([1, 1, 1]);
  });

  it('ends with 0 while a statement waits for its batch', async () => {
    note = desk.note({ received: Date.now() });
    const { code, output } = await receipt(file('new.txt', `${note}\n${checkpoint}`));
    expect(output).toContain('goes into the public log after');
    expect(code).toBe(0);
  });

  it('knows first responses and changes of status', async () => {
    note = desk.note({
      ...({ kind: 'response', sealedReplySha256: 'cd'.repeat(32), given: received } as const),
      ...({ assessment: 'confirmed', fixExpected: '2027-02-28' } as const),
    });
    await appendBatch();
    const status = desk.note({ kind: 'status', status: 'fixing', changed: received });
    const { code, output } = await receipt(file('more.txt', `${note}\n${status}\n${checkpoint}`));
    expect(output).toContain('The desk expected the fix on 28 February 2027.');
    expect(output).toMatch(/The status of report CVD-2026-4F7K2Q was changed on .*: being fixed\./);
    expect(output).toContain('A change of status does not go into the public log');
    expect(code).toBe(0);
  });

  it('ends with 2 when it could not check, and says why', async () => {
    await appendBatch();
    server.answers.set('/log/tile/0/001', { status: 503 });
    const gone = await receipt(saved);
    expect(gone.output).toContain('The public log could not be checked');
    expect(gone.output).toContain('Not everything could be checked.');
    server.answers.set('/desk-key.txt', { body: '<!doctype html>' });
    const noKeys = await receipt(saved);
    expect(noKeys.output).toContain('is not a list of keys of a reporting desk');
    server.answers.set('/desk-key.txt', { body: Buffer.alloc(10_000_000, '#') });
    const huge = await receipt(saved);
    expect(huge.output).toContain('could not be fetched (> 65536)');
    server.answers.set('/desk-key.txt', { status: 302, headers: { Location: '/log/checkpoint' } });
    const moved = await receipt(saved);
    expect(moved.output).toContain('could not be fetched (302)');
    const noConnection = await receipt(saved, '--offline');
    expect(noConnection.output).toContain('the desk key that you kept is needed');
    const all = [gone, noKeys, huge, moved, noConnection];
    expect(all.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  });

  it.each<[string, () => string[], string]>([
    ['no file', () => [], 'How to use it'],
    ['three files', () => [saved, saved, saved], 'How to use it'],
    ['an option that is none', () => [saved, '--online'], 'How to use it'],
    ['a file that is not there', () => ['/nowhere/receipt.txt'], 'cannot be read'],
    ['a folder', () => [folder], 'cannot be read'],
    ['a file that is too large', () => [file('large.txt', Buffer.alloc(2_000_000))], 'too large'],
    ['a file without a statement', () => [file('none.txt', 'hello\n')], 'no statement'],
    ['a report that is none', () => [saved, file('none.asc', 'hello\n')], 'is not an encrypted report'],
    [
      'statements of two desks',
      () => [file('two.txt', `${note}\n${new LogSite('https://other.example').note()}`)],
      'more than one reporting desk',
    ],
    [
      'a statement of a site without https',
      () => [file('http.txt', new LogSite('http://other.example').note())],
      'names an address without https',
    ],
  ])('ends with 2 for %s, having asked nobody', async (_, args, words) => {
    const { code, output } = await receipt(...args());
    expect(output).toContain(words);
    expect(code).toBe(2);
    expect(server.asked).toEqual([]);
  });
});

it('a command whose reader has enough, as `head` has, ends without a word', async () => {
  const command = [join(root, 'functions/node/verify-receipt.ts'), saved];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  await once(child, 'close');
  expect(told).toBe('');
});

describe('verify-evidence', () => {
  /** An export that the desk signed, of the case of the receipt. */
  const exported = async () => {
    const { size } = desk.log;
    const position = size - 301;
    const proof = await inclusionProof(position, size, desk.log.tile);
    const promised = { name: 'first-response', dueAt: received + 72 * hour, doneAt: null, by: null };
    const one: EvidenceCase = {
      ...{ reference: 'CVD-2026-4F7K2Q', receivedAt: received, status: 'received', withdrawnAt: null },
      ...{
        promises: [{ ...promised, outcome: 'open' }],
        events: [],
        leftOut: { events: 0, statements: 0, promises: 0 },
      },
      statements: [{ note, position, proof }],
    };
    const text = writeEvidence(
      {
        ...{ site: desk.site, about: one.reference, madeAt: received + hour, by: 'AB'.repeat(20) },
        ...{ name: 'Anna\u202e', after: null, next: null, received: null, cases: [one] },
        checkpoint: desk.checkpoint(),
      },
      { head: [], ofCase: () => [], ofPromise: () => 'in words' },
    );
    return desk.signer.sign(text);
  };

  it('says what was promised and what came of it, and that all of it is proved', async () => {
    await appendBatch();
    const evidence = file('evidence.txt', await exported());
    const { code, output } = await run('verify-evidence', [evidence]);
    for (const words of [
      'What was promised in case CVD-2026-4F7K2Q',
      'by Anna⟨U+202E⟩',
      'first response: due by',
      'Statements in the log of 606 entries: 1.',
      'The public log, as it is now, continues from where this file’s ended.',
      'Everything that was checked is valid.',
    ])
      expect(output).toContain(words);
    expect(code).toBe(0);
    const alone = await run('verify-evidence', [evidence, ...offline()], 'nl_NL.UTF-8');
    expect(alone.output).toContain('is niet nagekeken');
    expect(alone.code).toBe(0);
    const asReceipt = await receipt(evidence);
    expect(asReceipt.output).toContain('as number 306 of 606');
    expect(asReceipt.code).toBe(0);
  });

  it('ends with 1 where something was changed, is not proved, or the log is another', async () => {
    await appendBatch();
    const evidence = await exported();
    const text = openNote(evidence)?.text ?? '';
    const changed = await run('verify-evidence', [file('a.txt', evidence.replace('open due', 'kept due'))]);
    expect(changed.output).toContain('The signature of this file is not valid');
    const unproved = desk.signer.sign(text.replace(/(?<=\nposition: )\d+/, '7'));
    const elsewhere = await run('verify-evidence', [file('b.txt', unproved)]);
    expect(elsewhere.output).toContain('the proof that a statement is in the log is not valid');
    const kept = file('c.txt', evidence);
    desk.log = await TestLog.of([Buffer.alloc(32)]);
    const cut = await run('verify-evidence', [kept]);
    expect(cut.output).toContain('was rewritten or cut short');
    expect([changed, elsewhere, cut].map(({ code }) => code)).toEqual([1, 1, 1]);
  });

  it('ends with 2 for what is no export, and where the site does not answer', async () => {
    await appendBatch();
    const none = await run('verify-evidence', [saved]);
    expect(none.output).toContain('is not an evidence export');
    const evidence = file('evidence.txt', await exported());
    server.answers.set('/log/checkpoint', { status: 503 });
    const gone = await run('verify-evidence', [evidence]);
    expect(gone.output).toContain('could not be checked');
    expect([none, gone, await run('verify-evidence', [])].map(({ code }) => code)).toEqual([2, 2, 2]);
  });
});

describe('verify-log', () => {
  it('checks signed figures, and that the log goes on from their checkpoint', async () => {
    const { size, root } = readCheckpoint(openNote(checkpoint)?.text ?? '') ?? { size: 0, root: [] };
    const figures: PublicFigures = {
      ...{ site: server.url, made: '2026-11-20T03:00:00.000Z', promisedDays: 3, least: 5 },
      log: { origin: desk.signer.name, size, root: Buffer.from(root).toString('base64') },
      ...{ months: [{ month: '2026-11', hidden: 'few' }], together: null },
    };
    const kept = (shown: PublicFigures, signed = figures) =>
      file('figures.json', JSON.stringify({ figures: shown, note: desk.signer.sign(writeFigures(signed)) }));
    await appendBatch();
    const held = await log(server.url, kept(figures));
    expect(held.output).toMatch(/the figures of .*20 November 2026.*, as the desk signed them/);
    expect(held.output).toContain('the log continues from where the checkpoint of 300 entries ended');
    expect(held.code).toBe(0);
    const changed = await log(server.url, kept({ ...figures, promisedDays: 1 }));
    expect(changed.output).toMatch(/The log checks out, but the figures in the file do not/);
    expect(changed.output).toContain('not the ones that the desk signed');
    expect(changed.code).toBe(1);
    const other = { ...figures, log: { ...figures.log, root: Buffer.alloc(32).toString('base64') } };
    const rewritten = await log(server.url, kept(other, other));
    expect(rewritten.output).toContain('was rewritten or cut short');
    expect(rewritten.code).toBe(1);
  });

  it('goes through every tile and entry, compares with what was kept, and gives a checkpoint to keep', async () => {
    await appendBatch();
    const { code, output } = await log(server.url, saved);
    for (const words of [
      `Desk key: localhost:${new URL(server.url).port}/log+`,
      'has 606 entries',
      'Every entry, every tile and the checkpoint match',
      `${saved}: the log continues from where the checkpoint of 300 entries ended.`,
      `${saved}, report CVD-2026-4F7K2Q: The statement is in the public log, as number 306 of 606`,
      'The log checks out.',
      desk.checkpoint(),
    ]) {
      expect(output).toContain(words);
    }
    expect(code).toBe(0);
    expect(new Set(server.asked).size).toBe(server.asked.length);
    const tiles = server.asked.filter((path) => path.includes('/tile/')).toSorted();
    expect(tiles).toEqual(
      [
        ...['0/000', '0/001', '0/002.p/94', '1/000.p/2'],
        ...['entries/000', 'entries/001', 'entries/002.p/94'],
      ].map((path) => `GET /log/tile/${path}`),
    );
    // What it printed is as good as a file for the next time.
    await desk.fill(3);
    const next = await log(server.url, file('printed.txt', output));
    expect(next.output).toContain('the log continues from where the checkpoint of 606 entries ended.');
    expect(next.code).toBe(0);
  });

  it('takes an empty log for what it is', async () => {
    desk.log = new TestLog();
    const { code, output } = await log(server.url);
    expect(output).toContain('has 0 entries');
    expect(code).toBe(0);
  });

  it('ends with 1 where an entry, a tile or the root is another, or an entry stands there twice', async () => {
    await appendBatch();
    const changed = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte));
    const at = async (path: string, words: string) => {
      server.answers.set(`/log/tile/${path}`, { body: changed(await desk.log.tile(path)) });
      const { code, output } = await log(server.url);
      server.answers.clear();
      expect(output).toContain(words);
      expect(output).toContain('The log does not check out.');
      expect(code).toBe(1);
    };
    await at('0/000', 'does not match the entries of the log: 0/000');
    await at('0/002.p/94', 'does not match the entries of the log: 0/002.p/94');
    await at('entries/001', 'the checkpoint does not match the entries of the log');
    await desk.append(note);
    const { code, output } = await log(server.url);
    expect(output).toContain('is in the log twice: number 306 and number 607');
    expect(code).toBe(1);
  });

  it('ends with 1 where the log is not what a file saw: rewritten, cut short, or another than others see', async () => {
    await appendBatch();
    const seen = file('seen.txt', desk.checkpoint());
    const honest = desk.log;
    const entries = [0, 1, 2].flatMap((n) => honest.entriesAt(n));
    for (const other of [
      [...entries.slice(0, 299), Buffer.alloc(32), ...entries.slice(300), Buffer.alloc(32, 1)],
      entries.slice(0, -1),
      [...entries.slice(0, -1), Buffer.alloc(32)],
    ]) {
      desk.log = await TestLog.of(other);
      const { code, output } = await log(server.url, seen);
      expect(output).toContain('Every entry, every tile and the checkpoint match');
      expect(output).toContain('was rewritten or cut short after the checkpoint of 606 entries.');
      expect(code).toBe(1);
    }
  });

  it('ends with 1 where what a file has is not of this desk, or not in the log', async () => {
    await appendBatch();
    const other = new LogSite(desk.site, 'another');
    const foreign = await log(server.url, file('foreign.txt', other.checkpoint()));
    expect(foreign.output).toContain('a checkpoint that this desk did not sign');
    const stranger = await log(server.url, file('stranger.txt', other.note({ received })));
    expect(stranger.output).toContain('with a key that is not this desk’s');
    const missing = await log(server.url, file('missing.txt', desk.note({ received })));
    expect(missing.output).toContain('should be in the public log, but is not');
    server.answers.set('/log/checkpoint', { body: other.checkpoint() });
    const forged = await log(server.url);
    expect(forged.output).toContain('is not valid');
    expect([foreign, stranger, missing, forged].map(({ code }) => code)).toEqual([1, 1, 1, 1]);
  });

  it('believes the key that was kept, not that of the site', async () => {
    const forger = new LogSite(desk.site, 'forger');
    const kept = file('kept-key.txt', desk.keyFile);
    desk.keyFile = forger.keyFile;
    expect((await log(server.url, '--desk-key', kept)).code).toBe(0);
    expect((await log(server.url)).code).toBe(1);
  });

  it('shows nothing that a terminal would obey', async () => {
    const { size, root: hash } = desk.log;
    const extended = `${desk.signer.name}\n${size}\n${Buffer.from(hash).toString('base64')}\nx\u009b2J\n`;
    server.answers.set('/log/checkpoint', { body: desk.signer.sign(extended) });
    const { output } = await log(server.url);
    expect(output).toContain('\nx?2J\n');
    expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it.each<[string, () => string[], string]>([
    ['no address', () => [], 'How to use it'],
    ['an address without https', () => ['http://meldpunt.example'], 'How to use it'],
    ['a file that is none', () => [server.url, '/nowhere'], 'cannot be read'],
    [
      'a file without notes',
      () => [server.url, file('none.txt', 'hello')],
      'no checkpoint, no statement and no figures',
    ],
    ['nobody there', () => ['http://localhost:9'], 'could not be fetched'],
    [
      'the keys of another site',
      () => {
        desk.keyFile = new LogSite('https://other.example').keyFile;
        return [server.url];
      },
      'does not belong to',
    ],
    [
      'a tile that is gone',
      () => {
        server.answers.set('/log/tile/entries/000', { status: 404 });
        return [server.url];
      },
      'could not be fetched (404)',
    ],
    [
      'a log that only the former key signed',
      () => {
        const next = new LogSite(desk.site, 'next');
        desk.keyFile = `${next.signer.vkey}\n${desk.signer.vkey} until 2026-01-01T00:00:00Z\n`;
        return [server.url];
      },
      'not signed with the new key yet',
    ],
  ])('ends with 2 for %s', async (_, args, words) => {
    const { code, output } = await log(...args());
    expect(output).toContain(words);
    expect(code).toBe(2);
  });
});

/** Options for checking without a connection. */
function offline(): string[] {
  return ['--offline', '--desk-key', file('desk-key.txt', desk.keyFile)];
}

function binaryOf(armored: string): Uint8Array<ArrayBuffer> {
  const block = dearmor(armored, 'MESSAGE');
  if (!block.ok) throw new Error(block.code);
  return block.bytes;
}
