// Who did what: fetched a page at a time, and checked as it comes.
import { signal } from '@preact/signals';
import { trailSchema } from '../../../disclosure/trail-wire.ts';
import { readDeskKeys } from '../../../log/desk-keys.ts';
import { NoEd25519Error, openNote, type Vkey } from '../../../log/note.ts';
import {
  type CheckedEntry,
  checkTrail,
  readTrailEntry,
  type TrailNote,
  trailHash,
} from '../../../log/trail.ts';
import { askTeam } from '../../api/team.ts';
import { downloadFile } from '../../dom/download.ts';
import { sentenceFor } from '../base/page.ts';

/** The newest line that this browser saw: what is taken from that end leaves no mark in the rest. */
const SEEN = 'meldpunt-trail';

/** What can be said of the signatures. */
export type Signatures = 'checked' | 'unchecked' | 'no-keys';

export class TrailState {
  /** Newest first; null until the first page has come. */
  readonly entries = signal<CheckedEntry[] | null>(null);
  readonly signatures = signal<Signatures>('checked');
  /** The line that this browser saw before, and that is gone; null for none. */
  readonly lost = signal<number | null>(null);
  readonly hasMore = signal(false);
  /** Why nothing more came; empty for no reason. */
  readonly fault = signal('');
  readonly #notes: TrailNote[] = [];
  #next: number | null = null;

  /** Fetches the first page, or the next one. */
  async more(): Promise<void> {
    const query = this.#next === null ? '' : `?before=${this.#next}`;
    const answer = await askTeam('GET', `trail${query}`, trailSchema);
    this.fault.value = answer.ok ? '' : sentenceFor(answer.problem, answer.number);
    if (!answer.ok) return;
    const { entries, next } = answer.value;
    const isFirst = this.#notes.length === 0;
    this.#notes.push(...entries);
    this.#next = next;
    if (isFirst) await this.#lookAtNewest();
    this.entries.value = await this.#check();
    this.hasMore.value = next !== null;
  }

  /** Hands over all of it with its signatures, oldest pages too; gives whether it could be fetched. */
  async save(name: string): Promise<boolean> {
    while (this.#next !== null) {
      await this.more();
      if (this.fault.peek() !== '') return false;
    }
    downloadFile(name, this.#notes.map(({ note }) => note).join('\n'), 'text/plain');
    return true;
  }

  async #check(): Promise<CheckedEntry[]> {
    const keys = await deskKeys();
    if (keys !== null) {
      try {
        const checked = await checkTrail(this.#notes, keys);
        this.signatures.value = 'checked';
        return checked;
      } catch (error) {
        if (!(error instanceof NoEd25519Error)) throw error;
      }
    }
    this.signatures.value = keys === null ? 'no-keys' : 'unchecked';
    return this.#notes.map(({ number, note }) => {
      const entry = readTrailEntry(openNote(note)?.text ?? '');
      return { number, entry, fault: entry === null ? 'unreadable' : null };
    });
  }

  async #lookAtNewest(): Promise<void> {
    const [newest] = this.#notes;
    const [before = '', hash = ''] = (localStorage.getItem(SEEN) ?? '').split(' ');
    const number = Number(before);
    const same = this.#notes.find((one) => one.number === number);
    const isGone = number > (newest?.number ?? 0);
    const isOther = same !== undefined && (await hashOf(same)) !== hash;
    this.lost.value = isGone || isOther ? number : null;
    // What was lost stays said until somebody clears this browser: it is no news that passes.
    if (newest && this.lost.peek() === null)
      localStorage.setItem(SEEN, `${newest.number} ${await hashOf(newest)}`);
  }
}

const hashOf = ({ note }: TrailNote) => trailHash(openNote(note)?.text ?? '');

/** The keys that the site publishes; null where they can't be had. */
async function deskKeys(): Promise<Vkey[] | null> {
  const response = await fetch('/desk-key.txt', { cache: 'no-cache' }).catch(() => null);
  const text = response?.ok ? await response.text().catch(() => '') : '';
  return readDeskKeys(text)?.map(({ vkey }) => vkey) ?? null;
}
