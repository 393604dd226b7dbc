// What the team does with a case besides answering: who handles it, credit, the clocks of the CRA, erasing.
import { type Signal, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { credits } from '../../../disclosure/case.ts';
import { type ChangeBody, changedSchema, type TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam } from '../../api/team.ts';
import { keptDraft, throwAwayDrafts } from '../base/drafts.ts';
import { focusSoon, isNowhere } from '../base/focus.ts';
import { plural, sentenceFor, texts } from '../base/page.ts';
import { claim, isToClaim } from '../list/claims.ts';
import { eraseAsSpam, isSureOfSpam } from '../list/spam.ts';
import type { CaseInFront } from './seen-case.ts';

/** The id of what tells of a change above the fields. */
const FIELDS = 'actions-status';

/** A change without the version that it saw. */
export type Wanted = Omit<ChangeBody, 'version'>;

/** What was chosen and is not saved yet. */
type Chosen = Partial<Pick<TeamCase, 'assignee' | 'credit'>>;

export class Changes {
  readonly #opened: CaseInFront;
  /** What became of the last change, and where that is said: above the fields, or below the title that one goes on from. */
  readonly #told = signal({ place: FIELDS, sentence: '' });
  /** What is wrong above the fields. */
  readonly fault = signal('');
  readonly spamFault = signal('');
  readonly eraseFault = signal('');
  readonly chosen = signal<Chosen>({});
  /** Changes go one after the other, each with the version that the one before it made. */
  #last: Promise<unknown> = Promise.resolve();
  /** How many are under way. */
  #underWay = 0;

  constructor(opened: CaseInFront) {
    this.#opened = opened;
    // Chosen on an earlier look at the case, and not saved.
    this.chosen.value = chosenIn(this.draft.text.peek());
  }

  /** Where what was chosen is kept. */
  get draft() {
    return keptDraft(this.#opened.reference, 'handling');
  }

  /** Takes what was chosen on an earlier visit and not saved. */
  takeFound(): void {
    if (this.draft.foundAt.peek() === null) return;
    this.chosen.value = chosenIn(this.draft.text.peek());
    this.follow(this.#opened.current.view);
  }

  /** What is said at one of those places; empty for nothing. @param place its id */
  toldAt(place: string): string {
    return this.#told.value.place === place ? this.#told.value.sentence : '';
  }

  /** Whether a change that was asked for has no answer yet. */
  get isAtWork(): boolean {
    return this.#underWay > 0;
  }

  /** Chooses something, to be saved. */
  choose(fields: Chosen): void {
    this.chosen.value = { ...this.chosen.peek(), ...fields };
    this.follow(this.#opened.current.view);
  }

  /** What was chosen and not saved yet stays; what the case says by itself is no choice any more. */
  follow(view: TeamCase): void {
    const { assignee, credit } = this.chosen.peek();
    this.chosen.value = {
      ...(assignee === undefined || assignee === view.assignee ? {} : { assignee }),
      ...(credit === undefined || credit === view.credit ? {} : { credit }),
    };
    const { value } = this.chosen;
    const isChosen = Object.keys(value).length > 0;
    // What is kept and not found yet is not thrown away by a look at the case.
    if (isChosen) this.draft.write(JSON.stringify(value));
    else if (this.draft.text.peek() !== '' && this.draft.foundAt.peek() === null) this.draft.write('');
  }

  /** Forgets what was chosen, also where it is kept. */
  throwAway(): void {
    this.draft.throwAway();
    this.chosen.value = {};
  }

  /** Saves what was chosen. */
  async saveChosen(): Promise<void> {
    const wanted = this.chosen.peek();
    if (Object.keys(wanted).length > 0) await this.save(wanted);
    else this.#told.value = { place: FIELDS, sentence: texts.actions.saved };
  }

  /**
   * Changes the case, and shows what became of it. Gives whether it is changed.
   * @param fault where to say what stands in the way; without it above the fields
   * @param goOn the id of what the keyboard goes on from, in sight, where what it stood on is gone; how it went is said
   *   there
   */
  save(wanted: Wanted, fault: Signal<string> = this.fault, goOn = FIELDS): Promise<boolean> {
    return this.#inTurn(() => this.#change(wanted, fault, goOn));
  }

  /** Tells what the report says of exploitation, where that is still to be told; nobody asked for it, so nothing is said. */
  claim(): void {
    const { view, report } = this.#opened.current;
    if (isToClaim(view, report, view.events)) void this.#inTurn(() => this.#claim());
  }

  async #claim(): Promise<void> {
    const opened = this.#opened;
    const { view, report } = opened.current;
    if (opened.isLeft || !isToClaim(view, report, view.events)) return;
    const outcome = await claim(view);
    if (outcome !== 'not-now' && !opened.isLeft) await opened.load();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    const mine = this.#last.then(work).finally(() => {
      this.#underWay -= 1;
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #change(wanted: Wanted, fault: Signal<string>, goOn: string): Promise<boolean> {
    const opened = this.#opened;
    if (opened.isLeft) {
      // It waited for the one before it, and what it was asked of is not looked at any more.
      opened.frame.endedElsewhere(opened.reference, texts.actions.notSaved, false);
      return false;
    }
    const body = { version: opened.current.view.version, ...wanted };
    const answer = await askTeam('PATCH', `cases/${opened.reference}`, changedSchema, body);
    const sentence = answer.ok ? texts.actions.saved : sentenceFor(answer.problem, answer.number);
    if (opened.isLeft) {
      opened.frame.endedElsewhere(opened.reference, sentence, answer.ok);
      return answer.ok;
    }
    const isConflict = !answer.ok && answer.problem === 'version-conflict';
    this.#told.value = { place: goOn, sentence: answer.ok ? sentence : '' };
    this.fault.value = '';
    fault.value = answer.ok || isConflict ? '' : sentence;
    if (answer.ok) await opened.refresh();
    else if (isConflict) await opened.changedElsewhere(body.version);
    // The button that was pressed may be gone with what it was for; a keyboard then goes on from here.
    focusSoon(() => (opened.isLeft || !isNowhere() ? null : placeToGoOn(goOn)), {
      preventScroll: goOn === FIELDS,
    });
    return answer.ok;
  }

  /** Erases the case, once somebody is sure. */
  async erase(): Promise<void> {
    const { reference, frame, current } = this.#opened;
    if (!confirm(fillIn(texts.actions.eraseConfirm, { reference }))) return;
    this.eraseFault.value = '';
    const { version } = current.view;
    const answer = await askTeam('DELETE', `cases/${reference}`, z.undefined(), { version });
    if (answer.ok) {
      frame.unsentReplies.forget(reference);
      return this.#gone(texts.actions.erased);
    }
    const sentence = sentenceFor(answer.problem, answer.number);
    if (this.#opened.isLeft) return frame.endedElsewhere(reference, sentence, false);
    this.eraseFault.value = sentence;
    if (answer.problem === 'version-conflict') await this.#opened.changedElsewhere(version);
  }

  /** Erases the case as spam, once somebody is sure. */
  async eraseAsSpam(): Promise<void> {
    const { reference, frame, current } = this.#opened;
    const { view } = current;
    if (!isSureOfSpam(1, view.urgent ? 1 : 0)) return;
    const { erased, kept, problem } = await eraseAsSpam([view]);
    if (erased.length > 0) {
      frame.unsentReplies.forget(reference);
      return this.#gone(plural(texts.spam, 'erased', 1));
    }
    const [fault] = kept;
    const sentence = fault ? texts.spam.faults[fault.fault] : problem;
    if (this.#opened.isLeft) return frame.endedElsewhere(reference, sentence, false);
    this.spamFault.value = sentence;
    if (fault) await this.#opened.changedElsewhere(view.version);
  }

  /** The case is erased: back to the list, but for who went on to something else meanwhile. */
  #gone(sentence: string): void {
    const { reference, frame, isLeft } = this.#opened;
    throwAwayDrafts(reference);
    if (isLeft) frame.endedElsewhere(reference, sentence, true);
    else frame.leave(`${reference}: ${sentence}`);
  }
}

/** Where that is to be seen; else the title of the case. */
function placeToGoOn(id: string): HTMLElement | null {
  const told = document.getElementById(id);
  return told?.checkVisibility() ? told : document.getElementById('case-title');
}

/** What was chosen, out of the text that is kept of it. */
function chosenIn(text: string): Chosen {
  try {
    const { assignee, credit } = JSON.parse(text) as Chosen;
    return {
      ...(assignee === null || typeof assignee === 'string' ? { assignee } : {}),
      ...(credits.some((one) => one === credit) ? { credit: credit as TeamCase['credit'] } : {}),
    };
  } catch {
    return {};
  }
}
