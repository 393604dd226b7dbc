// The form for the reporter: the first response, whole, or a message with what changes in the case.
import { signal } from '@preact/signals';
import {
  type Fault,
  type FormContent,
  faultsOf,
  type Place,
  requestOf,
} from '../../../disclosure/reply-form.ts';
import { changedSchema, type TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatEuros } from '../../../i18n/format.ts';
import { askTeam } from '../../api/team.ts';
import { focusSoon, isNowhere, onceDrawn, rememberPlace } from '../base/focus.ts';
import { facts, language, sentenceFor, texts } from '../base/page.ts';
import { uploadFiles } from './file-uploads.ts';
import { openEnds } from './letters.ts';
import { isUnsaid, ReplyFault } from './reply-fault.ts';
import type { OutgoingFile } from './reply-files.ts';
import { goToMend, placeOfCode } from './reply-places.ts';
import { ReplyWriting } from './reply-writing.ts';
import type { CaseInFront, SeenCase } from './seen-case.ts';

type Faults = Partial<Record<Place, string>>;
type Outcome = { ok: true } | { ok: false; isConflict: boolean; place: Place; sentence: string };

/** Asked for once a case is open, so that it is there when somebody sends. */
const loadSealing = () => import('./seal-reply.ts');

export class Reply {
  readonly #opened: CaseInFront;
  /** What is written, and the letters that help with it. */
  readonly writing: ReplyWriting;
  /** What is wrong, at its field. */
  readonly faults = signal<Faults>({});
  /** The version of the case that could not be closed: what stood in the way may be gone in another. */
  readonly #refused = signal(0);
  /** How far it is. */
  readonly told = signal('');
  /** Whether the place for a message that was sealed elsewhere is unfolded. */
  readonly isOutsideOpen = signal(false);

  constructor(opened: CaseInFront) {
    this.#opened = opened;
    this.writing = new ReplyWriting(opened);
    // One that failed is told on sending.
    loadSealing().catch(() => undefined);
    this.isOutsideOpen.value = opened.unsent.content.peek().sealed !== '';
  }

  /** Seals and sends what stands in the form. @param close whether the case closes with it */
  async submit(close: FormContent['close'] = ''): Promise<void> {
    const seen = this.#opened.current;
    const { unsent } = this.#opened;
    if (unsent.isSending) return;
    this.faults.value = {};
    // One moment's content makes the request, whatever is typed or opened while it is under way.
    const typed = { ...unsent.content.peek(), close };
    const content = seen.gap === null ? { ...typed, withoutReporter: '' as const } : typed;
    const faults = faultsOf(seen.view, content, facts.leastReward, openEnds());
    if (isUnsaid(seen, content)) faults.push(['withoutReporter', 'needWithout']);
    faults.push(...this.#fileFaults(content, faults));
    const least = formatEuros(facts.leastReward, language);
    if (faults.length > 0)
      return this.#tell(faults.map(([place, name]) => [place, fillIn(texts.compose[name], { least })]));
    unsent.isSending = true;
    this.told.value = texts.compose.working;
    const isWhereItWas = rememberPlace();
    try {
      await this.#finish(seen.view, content, await this.#send(seen, content), isWhereItWas);
    } finally {
      unsent.isSending = false;
    }
  }

  /** Files go with a message of this page, which names them. */
  #fileFaults({ message, sealed }: FormContent, others: readonly Fault[]): Fault[] {
    if (this.#opened.unsent.files.list.peek().length === 0) return [];
    if (sealed.trim() !== '') return [['files', 'filesElsewhere']];
    const isSaid = others.some(([place]) => place === 'message');
    return message.trim() === '' && !isSaid ? [['message', 'needMessage']] : [];
  }

  /** Tells every fault at its field, and goes to the first. */
  #tell(faults: [Place, string][]): void {
    // Of several at one field the last is said.
    this.faults.value = Object.fromEntries(faults) as Faults;
    const [first] = faults;
    if (!first) return;
    if (first[0] === 'sealed') this.isOutsideOpen.value = true;
    this.#refused.value = this.#opened.current.view.version;
    onceDrawn(() => goToMend(first[0], openEnds()));
  }

  /** Why it can't be closed as it is now; empty for nothing. @param version of the case */
  closeFault(version: number): string {
    return version === this.#refused.value ? (this.faults.value.close ?? '') : '';
  }

  async #send(seen: SeenCase, content: FormContent): Promise<Outcome> {
    const { reference, version } = seen.view;
    const { method, path, fields } = requestOf(seen.view, content);
    // What was sealed elsewhere counts instead of the message: what is wrong then is wrong there.
    const own = content.sealed.trim() === '' ? 'message' : 'sealed';
    const sealing = await loadSealing().catch(() => null);
    if (sealing === null)
      return { ok: false, isConflict: false, place: own, sentence: texts.errors.notLoaded };
    try {
      const reply = await sealing.sealReply(seen, content, fields, this.#opened.unsent);
      const body = { version, ...fields, ...(reply === null ? {} : { message: reply.message }) };
      const answer = await askTeam(method, `cases/${reference}${path}`, changedSchema, body);
      if (answer.ok) {
        if (reply !== null && reply.files.length > 0) this.#upload(reference, reply.files, reply.keys);
        return { ok: true };
      }
      const place = placeOfCode[answer.problem] ?? own;
      const isConflict = answer.problem === 'version-conflict';
      return { ok: false, isConflict, place, sentence: sentenceFor(answer.problem, answer.number) };
    } catch (error) {
      const fault = error instanceof ReplyFault ? error : undefined;
      const sentence = fault?.sentence ?? texts.errors.internal;
      return { ok: false, isConflict: false, place: fault?.place ?? own, sentence };
    }
  }

  /** The reply is in: its files follow, also while one looks elsewhere. */
  #upload(reference: string, files: readonly OutgoingFile[], keys: readonly number[]): void {
    const opened = this.#opened;
    opened.unsent.files.sent(keys);
    uploadFiles(reference, files, () => {
      if (!opened.isLeft) void opened.refresh();
    });
  }

  /** Somebody may look at another case by now: then it is told above the page, and what is in the form stays. */
  async #finish(
    { reference, version }: TeamCase,
    content: FormContent,
    outcome: Outcome,
    isWhereItWas: () => boolean,
  ): Promise<void> {
    const opened = this.#opened;
    this.told.value = '';
    if (outcome.ok) {
      opened.unsent.sent(content);
      this.isOutsideOpen.value = false;
    }
    if (opened.isLeft)
      return opened.frame.endedElsewhere(
        reference,
        outcome.ok ? texts.compose.done : outcome.sentence,
        outcome.ok,
      );
    if (outcome.ok) {
      await opened.refresh();
      this.told.value = texts.compose.done;
      // Out of the field that is empty now, to what tells so: there letters are shortcuts. Who typed on is left alone.
      focusSoon(() => {
        const isDone = isNowhere() || (isWhereItWas() && !opened.unsent.isTyped);
        return isDone ? document.getElementById('compose-state') : null;
      });
    } else if (outcome.isConflict) await opened.changedElsewhere(version);
    else this.#tell([[outcome.place, outcome.sentence]]);
  }
}
