// One case in front of the team: fetched, opened on this machine. Whoever opens another gets another of these, so that
// what comes late is written to what nobody looks at any more. Whoever comes back before the answer to something that was
// sent comes back to the same one.
import { signal } from '@preact/signals';
import { type Report, readReport } from '../../../disclosure/report.ts';
import { type TeamCase, teamCaseSchema } from '../../../disclosure/team-wire.ts';
import { askTeam } from '../../api/team.ts';
import { createStretch } from '../../dom/stretch.ts';
import type { Allowance } from '../../workers/markdown/client.ts';
import { openSealed } from '../../workers/team/client.ts';
import { sentenceFor, texts } from '../page.ts';
import { Changes } from './changes.ts';
import { focusOn } from './focus.ts';
import { Latest } from './latest.ts';
import { readerOf } from './reader.ts';
import { Reply } from './reply.ts';
import type { CaseEvent, CaseFrame, CaseInFront, Message, SeenCase } from './seen-case.ts';
import { hasKey } from './session.ts';
import type { UnsentReply } from './unsent-replies.ts';

export class OpenedCase implements CaseInFront {
  readonly reference: string;
  readonly frame: CaseFrame;
  /** Null until it has come. */
  readonly seen = signal<SeenCase | null>(null);
  /** What is said beside the title. */
  readonly told = signal('');
  /** What somebody else changed meanwhile; null for nothing. */
  readonly conflict = signal<readonly CaseEvent[] | null>(null);
  readonly changes: Changes;
  readonly reply: Reply;
  readonly #loading = new Latest();
  #stretch = createStretch<Message>();
  #allowance: Allowance | null = null;
  #isLeft = false;

  constructor(reference: string, frame: CaseFrame) {
    this.reference = reference;
    this.frame = frame;
    this.changes = new Changes(this);
    this.reply = new Reply(this);
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
    this.told.value = texts.case.loading;
    const answer = await askTeam('GET', `cases/${this.reference}`, teamCaseSchema);
    if (loading.aborted) return;
    if (!answer.ok) {
      this.told.value = sentenceFor(answer.problem, answer.number);
      return;
    }
    if (answer.value.withdrawnAt !== null) this.#forgetContents();
    if (await this.#look(answer.value, loading)) this.told.value = '';
  }

  /** Fetches it again after a change of ours. */
  async refresh(): Promise<void> {
    this.conflict.value = null;
    await this.load();
  }

  /** Fetches it again because somebody else changed it, and tells what came after version `since`. */
  async changedElsewhere(since: number): Promise<void> {
    await this.load();
    if (this.isLeft) return;
    this.conflict.value = this.current.view.events.filter(({ version }) => version > since);
    focusOn('conflict');
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
    const open = (sealed: string[]) => openSealed(sealed, () => !wanted.aborted);
    // Where opening fails, or there is no key, the sealed messages are shown as they are.
    const opened = await stretch
      .look(view.messages, hasKey.peek() ? open : null)
      .catch(() => stretch.look(view.messages, null));
    const reportText = opened.shown[0]?.opening.text ?? this.frame.pasted.get(this.reference) ?? null;
    const report = reportText === null ? null : parse(reportText);
    const reader = await readerOf(view, report, reportText);
    if (wanted.aborted) return false;
    // What came while this was being opened is newer.
    const shown = this.seen.peek()?.view;
    if (shown && shown.version > view.version) return this.#look(shown, wanted);
    this.unsent.follow(view);
    this.changes.follow(view);
    this.seen.value = { view, ...opened, reportText, report, ...reader };
    return true;
  }

  /** What a reporter withdrew goes from here as well, and so does what was being answered to it. */
  #forgetContents(): void {
    this.frame.pasted.delete(this.reference);
    this.frame.unsentReplies.forget(this.reference);
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
