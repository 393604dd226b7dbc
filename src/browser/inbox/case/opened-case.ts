// One case in front of the team: fetched, opened on this machine. Whoever opens another gets another of these, so that
// what comes late is written to what nobody looks at any more. Whoever comes back before the answer to something that was
// sent comes back to the same one.
import { signal } from '@preact/signals';
import { type Report, readReport } from '../../../disclosure/report.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { keysIn } from '../../../openpgp/keys-in-report.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import { createStretch } from '../../dom/stretch.ts';
import type { Allowance } from '../../workers/markdown/client.ts';
import { openSealed } from '../../workers/team/client.ts';
import { focusSoon } from '../base/focus.ts';
import { Latest } from '../base/latest.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { askCase } from './ask-case.ts';
import { Changes } from './changes.ts';
import { CRA_DRAFT } from './cra-draft.ts';
import { forgetCase } from './forget-case.ts';
import { loadLettersInTime } from './letters.ts';
import { readerOf } from './reader.ts';
import { Reply } from './reply.ts';
import type { CaseEvent, CaseFrame, CaseInFront, Message, SeenCase } from './seen-case.ts';
import type { UnsentReply } from './unsent-replies.ts';

/** Asked for with the case, so that it is there when the case has come. */
const loadAuthors = () => import('./author.ts');

export class OpenedCase implements CaseInFront {
  readonly reference: string;
  readonly frame: CaseFrame;
  /** Null until it has come. */
  readonly seen = signal<SeenCase | null>(null);
  /** What is said beside the title. */
  readonly told = signal('');
  /** What somebody else changed meanwhile; null for nothing. */
  readonly conflict = signal<readonly CaseEvent[] | null>(null);
  readonly knownSince = signal<string | null>(null);
  /** What is being written in at its foot, by name; null while one reads. */
  readonly writing = signal<string | null>(null);
  readonly changes: Changes;
  readonly reply: Reply;
  readonly #loading = new Latest();
  #stretch = createStretch<Message>();
  /** The reporter's keys, armored, with which what is open was verified. */
  #reporterKeys = '';
  #allowance: Allowance | null = null;
  #isLeft = false;

  constructor(reference: string, frame: CaseFrame) {
    this.reference = reference;
    this.frame = frame;
    this.changes = new Changes(this);
    this.reply = new Reply(this);
    if (this.unsent.isTyped) this.writing.value = 'reply';
  }

  /** Whether another case, or the list, is in front now. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  get unsent(): UnsentReply {
    return this.frame.unsentReplies.of(this.reference);
  }

  /** The case as it is on the screen. @throws Error before it is */
  get current(): SeenCase {
    const seen = this.seen.peek();
    if (seen === null) throw new Error('the case has not come yet');
    return seen;
  }

  /** Whether something that was sent for it has no answer yet: whoever comes back then comes back to this. */
  get isAtWork(): boolean {
    return this.unsent.isSending || this.changes.isAtWork;
  }

  /** It is in front again, and to be loaded. */
  comeBack(): void {
    this.#isLeft = false;
  }

  /** Ends what is under way for the screen. What was sent goes on, and is told wherever one is then. */
  leave(): void {
    this.#isLeft = true;
    this.#loading.leave();
    this.#endRendering();
  }

  /** Fetches, opens and shows it. */
  async load(): Promise<void> {
    const loading = this.#loading.begin();
    loadAuthors().catch(() => undefined);
    this.told.value = texts.case.loading;
    const answer = await askCase(this.reference);
    if (loading.aborted) return;
    if (!answer.ok) {
      this.told.value = sentenceFor(answer.problem, answer.number);
      // Withdrawn or erased: nothing of it stays on the page.
      if (answer.problem === 'not-found') {
        this.seen.value = null;
        await this.#forgetContents();
      }
      return;
    }
    if (answer.value.withdrawnAt !== null) await this.#forgetContents([CRA_DRAFT]);
    if (loading.aborted) return;
    if (!(await this.#look(answer.value, loading))) return;
    this.told.value = '';
    this.frame.saw(this.current.view);
    // Here before somebody answers with one.
    void loadLettersInTime();
  }

  /** Fetches it again after a change of ours. */
  async refresh(): Promise<void> {
    this.conflict.value = null;
    await this.load();
  }

  /** Fetches it again because somebody else changed it, and tells what came after version `since`. */
  async changedElsewhere(since: number): Promise<void> {
    await this.load();
    if (this.isLeft || this.seen.peek() === null) return;
    this.conflict.value = this.current.view.events.filter(({ version }) => version > since);
    focusSoon(() => {
      const box = document.getElementById('conflict');
      box?.scrollIntoView({ block: 'start' });
      return box;
    });
  }

  /** Shows a stretch of earlier messages as well. */
  async showEarlier(): Promise<void> {
    this.#stretch.more();
    await this.#look(this.current.view, this.#loading.signal);
  }

  /** Takes a report that was opened elsewhere; false when it is none. */
  async paste(text: string): Promise<boolean> {
    if (parse(text) === null) return false;
    this.frame.pasted.set(this.reference, text);
    await this.#look(this.current.view, this.#loading.signal);
    return true;
  }

  /** What rendering may still come to here. @param fresh gives what a case may come to */
  allowance(fresh: () => Allowance): Allowance {
    this.#allowance ??= fresh();
    return this.#allowance;
  }

  #endRendering(): void {
    if (this.#allowance) this.#allowance.time = 0;
    this.#allowance = null;
  }

  /** Opens what is to be seen of the case and shows it; false when it was left or loaded anew meanwhile. */
  async #look(view: TeamCase, wanted: AbortSignal): Promise<boolean> {
    const stretch = this.#stretch;
    const open = (sealed: string[]) => this.#open(sealed, view, wanted);
    // Where opening fails, or there is no key, the sealed messages are shown as they are.
    const opened = await stretch
      .look(view.messages, hasKey.peek() ? open : null)
      .catch(() => stretch.look(view.messages, null));
    const reportText = opened.shown[0]?.opening.text ?? this.frame.pasted.get(this.reference) ?? null;
    const report = reportText === null ? null : parse(reportText);
    const reporterKeys = reportText === null ? '' : keysIn(report, reportText);
    if (reporterKeys !== this.#reporterKeys && !wanted.aborted) {
      // Somebody pasted the report: only now is it known with what the reporter signs.
      this.#reporterKeys = reporterKeys;
      stretch.forget();
      return this.#look(view, wanted);
    }
    const reader = await readerOf(view, report, reportText);
    const authors = await loadAuthors().catch(() => null);
    if (authors === null) {
      // Messages without their authors would be taken for what they may not be.
      if (!wanted.aborted) this.told.value = texts.errors.notLoaded;
      return false;
    }
    if (wanted.aborted) return false;
    // What came while this was being opened is newer.
    const shown = this.seen.peek()?.view;
    if (shown && shown.version > view.version) return this.#look(shown, wanted);
    this.unsent.follow(view);
    this.changes.follow(view);
    const { fingerprints } = reader;
    const authored = authors.authoredOf(opened.shown, view, {
      isReportOpen: reportText !== null,
      fingerprints,
    });
    this.seen.value = { view, ...opened, shown: authored, reportText, report, ...reader };
    this.changes.claim();
    return true;
  }

  /** Opens messages, the report first: what the reporter signed is verified with the keys in it. */
  async #open(sealed: string[], view: TeamCase, wanted: AbortSignal): Promise<OpenedText[]> {
    const open = (some: string[]) => openSealed(some, () => !wanted.aborted, this.#reporterKeys);
    const [first = '', ...rest] = sealed;
    if (first !== view.messages[0]?.sealed) return open(sealed);
    let opened = await open([first]);
    const [report] = opened;
    if (report && report.text !== null) {
      this.#reporterKeys = keysIn(parse(report.text), report.text);
      // By a key of their own, maybe, which stands in it.
      if (report.signature?.state === 'unknown-key') opened = await open([first]);
    }
    return [...opened, ...(await open(rest))];
  }

  /** Nothing of what is gone stays here. @param stays the names of forms that there still are */
  async #forgetContents(stays: readonly string[] = []): Promise<void> {
    await forgetCase(this.reference, this.frame, stays);
    this.#stretch = createStretch();
    this.#endRendering();
  }
}

function parse(text: string): Report | null {
  try {
    return readReport(text);
  } catch {
    return null;
  }
}
