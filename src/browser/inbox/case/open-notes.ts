// Opens notes of a case on this machine, and finds the triage that counts among them.
import type { NoteView } from '../../../disclosure/desk-wire.ts';
import { readSignedText } from '../../../disclosure/signed-text.ts';
import { noTriage, type Triage } from '../../../disclosure/triage.ts';
import { counts, noteAuthorOf, triageIn } from '../../../disclosure/triage-note.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import { openSealed } from '../../workers/team/client.ts';
import { facts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { noteAuthorInWords } from './note-author.ts';
import type { AuthorInWords } from './seen-case.ts';

/** A note with what came of opening it, and who wrote it, in words. */
export interface OpenedNote extends AuthorInWords {
  note: NoteView;
  /** Without what says its place; `raw` with it. */
  opening: OpenedText;
  /** What it makes of the case; null of another kind, and of what doesn't count: see `triageIn`. */
  triage: Triage | null;
  /** Whether it is open, and counts as the team's. */
  isOfTeam: boolean;
}

/** The triage of a case as it is now, and the note that says it; null where nobody judged it yet. */
export interface CurrentTriage {
  triage: Triage;
  note: OpenedNote | null;
}

/** So many triages that don't count are passed over on the way to the newest that does. */
const MOST_PASSED = 20;

/** The notes of one case. What was opened is opened once. */
export class NoteOpener {
  readonly #reference: string;
  readonly #opened = new Map<string, OpenedText>();

  constructor(reference: string) {
    this.#reference = reference;
  }

  /** Opens notes, in their order; each that can't be says why. @param isWanted whether somebody still waits for it */
  async open(notes: readonly NoteView[], isWanted = () => true): Promise<OpenedNote[]> {
    const fresh = hasKey.peek() ? notes.filter(({ sealed }) => !this.#opened.has(sealed)) : [];
    const sealed = fresh.map((note) => note.sealed);
    const answers = fresh.length === 0 ? [] : await openSealed(sealed, isWanted).catch(() => []);
    const found = new Map(answers.map((answer, index) => [sealed[index] ?? '', answer]));
    // Another key may open what this one could not.
    for (const [of, answer] of found) if (answer.text !== null) this.#opened.set(of, answer);
    return notes.map((note) =>
      this.#withAuthor(
        note,
        this.#opened.get(note.sealed) ?? found.get(note.sealed) ?? { text: null, why: 'closed' },
      ),
    );
  }

  /** The newest triage that counts; `closed` where one that may count can't be opened here. */
  async currentTriage(notes: readonly NoteView[], isWanted = () => true): Promise<CurrentTriage | 'closed'> {
    const newest = notes.filter(({ kind }) => kind === 'triage').toReversed();
    for (const one of newest.slice(0, MOST_PASSED)) {
      const [note] = await this.open([one], isWanted);
      if (!note || note.opening.text === null) return 'closed';
      if (note.triage) return { triage: note.triage, note };
    }
    return { triage: noTriage, note: null };
  }

  #withAuthor(note: NoteView, opening: OpenedText): OpenedNote {
    const opened = opening.text === null ? null : opening;
    const author = noteAuthorOf(opened, note, this.#reference, facts.signers);
    const words = noteAuthorInWords(note, author);
    if (!opened) return { note, opening, triage: null, isOfTeam: false, ...words };
    const { text } = readSignedText(opened.text) ?? opened;
    const triage = note.kind === 'triage' ? triageIn(opened, author, facts.everyoneSigns) : null;
    const isOfTeam = counts(author, facts.everyoneSigns);
    return { note, opening: { ...opened, text, raw: opened.raw ?? opened.text }, triage, isOfTeam, ...words };
  }
}
