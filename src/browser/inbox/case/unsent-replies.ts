// What is being written to reporters, by case: kept while one looks elsewhere, and while a session is over.
import { effect, signal } from '@preact/signals';
import { transitions } from '../../../disclosure/changes.ts';
import { emptyContent, type FormContent } from '../../../disclosure/reply-form.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';
import type { KeptDraft } from '../base/drafts.ts';
import { typedOn } from '../base/typed-on.ts';
import type { FileKeeping } from './kept-files.ts';
import { type OutgoingFile, ReplyFiles } from './reply-files.ts';

/** A letter that stands in the field, as long as nobody wrote in it. */
export interface LetterInField {
  /** See `Letter`. */
  id: string;
  language: LanguageCode;
  text: string;
  /** Whether the assessment brought it: with another it goes again. */
  isBrought: boolean;
}

/** A sealed message on its way; `basis`: what it was made of. */
export interface Outgoing {
  basis: string;
  id: string;
  sealed: string;
  files: readonly OutgoingFile[];
}

/** Another form of the case, beside that for the reporter. */
interface OtherForm {
  /** Nothing that is typed in it is kept any more. */
  leave(): void;
}

/** What is being written in one case. */
export class UnsentReply {
  /** What stands in the form. */
  readonly content = signal<FormContent>(emptyContent);
  /** What stood there before anybody typed. */
  #base: Pick<FormContent, 'date' | 'reward'> = emptyContent;
  /** What goes along. */
  readonly files: ReplyFiles;
  letter: LetterInField | null = null;
  /**
   * What was sealed keeps its id until it has arrived: sent twice, it is there once. With another change it is another
   * message, so that no change is taken for one that arrived before.
   */
  outgoing: Outgoing | null = null;
  isSending = false;
  /** What other forms of the case hold, by name: it is kept, and forgotten, with what is written to the reporter. */
  readonly #others = new Map<string, OtherForm>();
  /** Where it is kept beyond this tab; null for nowhere. */
  readonly draft: KeptDraft | null;
  #view: TeamCase | null = null;
  #endDraft: () => void = () => undefined;

  constructor(draft: KeptDraft | null = null, files: FileKeeping | null = null) {
    this.draft = draft;
    this.files = new ReplyFiles(files);
    if (draft === null) return;
    const [endFound, endWritten] = [
      effect(() => {
        if (draft.foundAt.value !== null) this.#takeFound(draft.text.value);
      }),
      effect(() => {
        const typed = this.#typed(this.content.value);
        // As long as it stands there as it was found, it is what was found.
        if (typed !== draft.text.peek()) draft.write(typed);
      }),
    ];
    this.#endDraft = () => {
      endFound();
      endWritten();
    };
  }

  /** Nothing that is written in it is kept any more. */
  leave(): void {
    this.#endDraft();
    this.files.leave();
    for (const other of this.#others.values()) other.leave();
  }

  /** Empties the form, and throws away what is kept of it. */
  throwAway(): void {
    this.letter = null;
    this.outgoing = null;
    this.content.value = { ...emptyContent, ...this.#base };
    this.draft?.throwAway();
  }

  /** What somebody typed or chose, as text; empty for nothing. */
  #typed(content: FormContent): string {
    const fields = Object.entries(content).filter(
      ([name, value]) => value !== (name === 'date' || name === 'reward' ? this.#base[name] : ''),
    );
    return fields.length === 0 ? '' : JSON.stringify(Object.fromEntries(fields));
  }

  #takeFound(text: string): void {
    if (text === '' || text === this.#typed(this.content.peek())) return;
    this.letter = null;
    this.content.value = { ...emptyContent, ...this.#base, ...fieldsIn(text) };
    if (this.#view) this.follow(this.#view);
  }

  /** What another form of the case held when it was left; `fresh` where there was nothing. */
  keep<Held extends OtherForm>(name: string, fresh: () => Held): Held {
    if (!this.#others.has(name)) this.#others.set(name, fresh());
    return this.#others.get(name) as Held;
  }

  /** Whether somebody wrote or chose something that is not sent. */
  get isTyped(): boolean {
    const { assessment, status, message, sealed, date, reward } = this.content.peek();
    const isFilled = [assessment, status, message.trim(), sealed.trim()].some((text) => text !== '');
    return (
      isFilled ||
      this.files.list.peek().length > 0 ||
      date !== this.#base.date ||
      reward !== this.#base.reward
    );
  }

  /** Takes over what the case says now, where nobody typed something else. */
  follow(view: TeamCase): void {
    this.#view = view;
    const fresh = { date: view.fixExpectedAt?.slice(0, 10) ?? '', reward: String(view.reward ?? '') };
    const content = { ...this.content.peek() };
    for (const name of ['date', 'reward'] as const)
      if (content[name] === this.#base[name]) content[name] = fresh[name];
    // A status that can't be chosen (any more) is none.
    if (content.status !== '' && !transitions[view.status].includes(content.status)) content.status = '';
    this.#base = fresh;
    this.content.value = content;
  }

  /** Changes fields. */
  change(fields: Partial<FormContent>): void {
    this.content.value = { ...this.content.peek(), ...fields };
  }

  /** This much has arrived: the same words again are a new message. What was written or chosen since stays. */
  sent(content: FormContent): void {
    const now = this.content.peek();
    this.outgoing = null;
    this.letter = null;
    const since = Object.entries(now).filter(([name, value]) => value !== content[name as keyof FormContent]);
    this.#base = emptyContent;
    const left: FormContent = { ...emptyContent, ...Object.fromEntries(since) };
    this.content.value = { ...left, message: typedOn(left.message, content.message) };
  }
}

/** The fields of a form that were kept as text; what is no field, or no text, is left out. */
function fieldsIn(text: string): Partial<FormContent> {
  try {
    const given = JSON.parse(text) as Record<string, unknown>;
    const known = Object.keys(emptyContent).filter((name) => typeof given[name] === 'string');
    return Object.fromEntries(known.map((name) => [name, given[name]])) as Partial<FormContent>;
  } catch {
    return {};
  }
}

/** The unsent replies of all cases. */
export class UnsentReplies {
  readonly #unsentReplies = new Map<string, UnsentReply>();
  readonly #draftOf: (reference: string) => KeptDraft | null;
  readonly #filesOf: (reference: string) => FileKeeping | null;

  /** @param draftOf where what is written in a case is kept @param filesOf where the files are that were chosen for it */
  constructor(
    draftOf: (reference: string) => KeptDraft | null = () => null,
    filesOf: (reference: string) => FileKeeping | null = () => null,
  ) {
    this.#draftOf = draftOf;
    this.#filesOf = filesOf;
  }

  /** The one of a case; an empty one where nobody wrote yet. */
  of(reference: string): UnsentReply {
    const unsent =
      this.#unsentReplies.get(reference) ??
      new UnsentReply(this.#draftOf(reference), this.#filesOf(reference));
    this.#unsentReplies.set(reference, unsent);
    return unsent;
  }

  /** Whether anything would be lost with the page. */
  get areTyped(): boolean {
    return [...this.#unsentReplies.values()].some(
      ({ isTyped, draft, files }) => isTyped && (files.areLost || !draft?.isKept.peek()),
    );
  }

  /** Whether files were chosen that can't be kept. */
  get areFilesStuck(): boolean {
    return [...this.#unsentReplies.values()].some(({ files }) => files.onlyHere.peek().size > 0);
  }

  /** Forgets what was written: in one case, also where it is kept; or in all, where what is kept stays. */
  forget(reference?: string): void {
    for (const [name, unsent] of this.#unsentReplies) {
      if (reference !== undefined && name !== reference) continue;
      unsent.leave();
      if (reference !== undefined) unsent.draft?.throwAway();
      this.#unsentReplies.delete(name);
    }
  }
}
