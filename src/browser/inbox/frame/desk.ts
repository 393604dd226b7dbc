// What a session sees: the list, a case, or another room. Loaded once somebody is signed in.
import { batch, signal } from '@preact/signals';
import { REFERENCE } from '../../../disclosure/reference.ts';
import {
  areDraftsLost,
  areDraftsStuck,
  forgetDrafts,
  keepDrafts,
  keptDraft,
  throwAwayDrafts,
} from '../base/drafts.ts';
import { isNowhere } from '../base/focus.ts';
import { goodNews, notice } from '../base/front.ts';
import { keepPlace } from '../base/leave-field.ts';
import { lookAtClock } from '../base/now.ts';
import { session } from '../base/session.ts';
import { isWide } from '../base/wide.ts';
import { resumeKept } from '../case/file-uploads.ts';
import { keptFiles } from '../case/kept-files.ts';
import { areLost, dropLost } from '../case/lost.ts';
import { forgetNotes } from '../case/note-drafts.ts';
import { OpenedCase } from '../case/opened-case.ts';
import type { CaseFrame } from '../case/seen-case.ts';
import { forgetTriages } from '../case/triage-drafts.ts';
import { UnsentReplies } from '../case/unsent-replies.ts';
import { isListAddress } from '../list/address.ts';
import { claimHeads } from '../list/claim-heads.ts';
import { CaseList, focusInList } from '../list/list.ts';
import { OverviewState } from '../overview/overview.ts';
import { beginAt, comeBackToList, leaveList, settleAt, watchSkipLink } from './place.ts';
import { type Room, roomNamed } from './rooms.ts';

/** What one session sees. */
class Desk {
  readonly list = new CaseList();
  readonly endClaims = claimHeads(this.list.all, (references) => {
    for (const reference of references) refreshOpened(reference);
    void this.list.refresh();
  });
  readonly overview = new OverviewState();
  /** Reports that were opened elsewhere and pasted here, by reference. */
  readonly pasted = new Map<string, string>();
  /** Cases that were left while something was on its way, by reference. */
  readonly atWork = new Map<string, OpenedCase>();
  /** When the list was fetched last. */
  listedAt = 0;
}

export const desk = signal(new Desk());
/** The case in front; null while the list is, or another room. */
export const opened = signal<OpenedCase | null>(null);
/** The room in front of the list; null for none. */
export const room = signal<Room | null>(null);

const unsentReplies = new UnsentReplies((reference) => keptDraft(reference, 'reply'), keptFiles);
/** The case that was in front last: where the list goes on when one comes back from it. */
const lastCase = signal<string | null>(null);

/** What stands in the address, behind the #; so links in mails lead to it and the back button leaves it. */
const inAddress = () => location.hash.slice(1);
const isCase = (name: string) => REFERENCE.test(name);

/** Whether anything would be lost with the page. */
export const areTyped = () => unsentReplies.areTyped || areDraftsLost() || areLost();

/** Whether anything would be lost by signing out, though what can be kept is kept. */
export const areStuck = () => unsentReplies.areFilesStuck || areDraftsStuck() || areLost();

/** Goes back to the list, and says what became of the case. */
export function leaveCase(sentence: string): void {
  goodNews.value = sentence;
  notice.value = sentence;
  location.hash = '';
}

/** Forgets what was being written in cases that are gone; without any, in all. */
export function forgetUnsent(references?: readonly string[]): void {
  if (references === undefined) lastCase.value = null;
  for (const reference of references ?? [undefined]) {
    unsentReplies.forget(reference);
    forgetNotes(reference);
    forgetTriages(reference);
    if (reference !== undefined) throwAwayDrafts(reference);
  }
  if (references !== undefined) return;
  // What is kept of them stays.
  forgetDrafts();
  dropLost();
}

/** Keeps what is written, before the key or the session goes. Begins before it returns. */
export function keepUnsent(): void {
  void keepDrafts();
}

/** Whose drafts are in memory. */
let writer: string | null = null;
/** Whether the files that were on their way go on, of whoever is signed in. */
let areResumed = false;

/** Whether the list is to be seen: beside what is in front, where there is room for both. */
export function isListInView(): boolean {
  return session.value !== null && (isWide.value || (opened.value === null && room.value === null));
}

/** Shows what stands in the address. */
export async function show(): Promise<void> {
  const by = session.peek()?.fingerprint;
  if (by === undefined) return;
  // What one member wrote is not another's to read.
  if (writer !== null && writer !== by) forgetUnsent();
  writer = by;
  if (!areResumed) void resumeKept(by, refreshOpened);
  areResumed = true;
  const name = inAddress();
  if (isCase(name)) {
    // Previous and next are in its order.
    if (desk.peek().listedAt === 0) void showList();
    return showCase(name);
  }
  const cameFrom = lastCase.peek();
  const wanted = roomNamed(name);
  if (wanted !== null) leaveList(null);
  batch(() => {
    closeCase();
    room.value = wanted;
  });
  if (wanted !== null) {
    beginAt('room-title');
    // It stands beside the room, and says how much there is.
    if (desk.peek().listedAt === 0) await showList();
    return;
  }
  const { list } = desk.peek();
  const settle = comeBackToList(list);
  await showList();
  // Who has gone on meanwhile is left where they are.
  if (desk.peek().list !== list || opened.peek() !== null || !isNowhere()) return;
  settle();
  focusInList(list, cameFrom);
}

function refreshOpened(reference: string): void {
  const one = opened.peek();
  if (one?.reference === reference) void one.refresh();
}

async function showList(): Promise<void> {
  const { list, overview } = desk.peek();
  desk.peek().listedAt = Date.now();
  void overview.show();
  list.followAddress();
  await list.show();
}

async function showCase(reference: string): Promise<void> {
  lastCase.value = reference;
  let one = opened.peek();
  if (one?.reference !== reference) {
    leaveList(reference);
    closeCase();
    one = caseOf(reference, desk.peek());
    batch(() => {
      room.value = null;
      opened.value = one;
    });
    beginAt('case-title');
  }
  await one.load();
  if (opened.peek() === one) settleAt('case-title');
}

/** A case to look at: the one that was left, where an answer to something is still to come. */
function caseOf(reference: string, current: Desk): OpenedCase {
  const left = current.atWork.get(reference);
  current.atWork.delete(reference);
  if (!left?.isAtWork) return new OpenedCase(reference, frameOf(current));
  left.comeBack();
  return left;
}

function frameOf({ pasted, list }: Desk): CaseFrame {
  return {
    unsentReplies,
    pasted,
    leave: leaveCase,
    saw: (view) => list.saw(view),
    endedElsewhere(reference, sentence, isWell) {
      const told = `${reference}: ${sentence}`;
      if (isWell) goodNews.value = told;
      notice.value = told;
      const again = opened.peek();
      if (again?.reference === reference) void again.refresh();
    },
  };
}

function closeCase(): void {
  const one = opened.peek();
  one?.leave();
  const { atWork } = desk.peek();
  for (const [reference, left] of atWork) if (!left.isAtWork) atWork.delete(reference);
  if (one?.isAtWork) atWork.set(one.reference, one);
  opened.value = null;
}

/** Takes everything that was opened off the page. What was typed is kept for its writer. */
export function close(): void {
  areResumed = false;
  batch(() => {
    closeCase();
    room.value = null;
    desk.peek().endClaims();
    desk.peek().list.end();
    desk.value = new Desk();
  });
}

/** Brings the page up to date: times always, the list when it is to be seen and that old, in ms. */
export function keepUp(age: number): void {
  lookAtClock();
  const { list, overview, listedAt } = desk.peek();
  if (!isListInView() || Date.now() - listedAt < age) return;
  desk.peek().listedAt = Date.now();
  void list.refresh();
  void overview.show();
}

/** Sets going what it does by itself; for as long as the page is there. */
export function begin(): void {
  watchSkipLink();
  keepPlace();
  addEventListener('hashchange', () => {
    // Who goes back to the list by themselves has read what stood above the case; that all is well, who goes anywhere.
    const isRead = isListAddress(location.hash) || notice.peek() === goodNews.peek();
    if (location.hash !== '' && isRead) notice.value = '';
    void show();
  });
}
