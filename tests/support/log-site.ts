import { randomBytes } from 'node:crypto';
import type { LogReader } from '../../src/log/check.ts';
import { type DeskKey, readDeskKeys } from '../../src/log/desk-keys.ts';
import { openNote } from '../../src/log/note.ts';
import { entryOf, type Statement, writeStatement } from '../../src/log/statement.ts';
import { makeSigner, type Signer } from './signer.ts';
import { TestLog } from './test-log.ts';

const HOUR = 3_600_000;

/** A desk with its key and its log, as visitors see them, and as a forger would have them seen. */
export class LogSite {
  readonly site: string;
  readonly signer: Signer;
  log = new TestLog();
  /** What `/desk-key.txt` has. */
  keyFile: string;

  constructor(site = 'https://desk.example', seed = 'a seed') {
    this.site = site;
    this.signer = makeSigner(`${new URL(site).host}/log`, seed);
    this.keyFile = `# desk keys\n${this.signer.vkey}\n`;
  }

  get keys(): DeskKey[] {
    return readDeskKeys(this.keyFile) ?? [];
  }

  /** A statement of its own, with what is given in place of what is common. */
  text(given: Partial<Statement> = {}): string {
    const received = Date.parse('2026-11-26T12:00:00Z');
    const statement: Statement = {
      kind: 'acceptance',
      site: this.site,
      reference: 'CVD-2026-4F7K2Q',
      sealedReportSha256: 'ab'.repeat(32),
      received,
      answerBy: received + 72 * HOUR,
      salt: randomBytes(16).toString('base64'),
    };
    return writeStatement({ ...statement, ...given } as Statement);
  }

  /** Signs a statement, without its entry going into the log. */
  note(given: Partial<Statement> = {}): string {
    return this.signer.sign(this.text(given));
  }

  /** Lets the entries of notes into the log. */
  async append(...notes: string[]): Promise<void> {
    await this.log.append(await Promise.all(notes.map(entryOfNote)));
  }

  /** Lets entries into the log that nobody here has anything to do with. */
  async fill(count: number): Promise<void> {
    await this.log.append(Array.from({ length: count }, () => new Uint8Array(randomBytes(32))));
  }

  /** The log's checkpoint of now. */
  checkpoint(): string {
    const { size, root } = this.log;
    return this.signer.sign(`${this.signer.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`);
  }

  reader(): LogReader {
    return { checkpoint: async () => this.checkpoint(), tile: (path) => this.log.tile(path) };
  }
}

/** What of a note goes into the log. */
export function entryOfNote(note: string): Promise<Uint8Array> {
  return entryOf(openNote(note)?.text ?? '');
}
