// What the parts of a case in front know of the whole.
import type { Signal } from '@preact/signals';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import type { Report } from '../../../disclosure/report.ts';
import type { Place } from '../../../disclosure/signed-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import type { Shown } from '../../dom/stretch.ts';
import type { Reader } from './reader.ts';
import type { UnsentReplies, UnsentReply } from './unsent-replies.ts';

export type Message = TeamCase['messages'][number];
export type CaseEvent = TeamCase['events'][number];

/** What is wrong with the author of a message, and what to do. */
export interface Doubt {
  title: string;
  why: string;
  advice: string;
}

/** Who wrote a message or a note, in words. */
export interface AuthorInWords {
  /** Without a signature that holds it is only what the server says, and says that. */
  name: string;
  /** Their name alone, where something else says how sure that is. */
  who: string;
  /** What is quietly said beside the name; empty for nothing. */
  said: string;
  isVerified: boolean;
  doubt: Doubt | null;
}

/** A message that is on the screen, and who wrote it. */
export interface Authored extends Shown<Message>, AuthorInWords {
  /** The files that it names; those of the report stand in it. */
  listed: readonly ListedFile[];
}

/** A case with what could be opened of it. */
export interface SeenCase extends Reader {
  view: TeamCase;
  /** The report and the newest messages, with what came of opening them. */
  shown: Authored[];
  /** How many messages before these are not on the screen. */
  earlier: number;
  /** The report as text: opened here, or pasted by someone who opened it elsewhere. */
  reportText: string | null;
  /** The report in its fields; null when it can't be opened, or is written in another way. */
  report: Report | null;
}

/** Where the next message of the team stands. */
export function nextPlace({ view: { reference, messages } }: SeenCase): Place {
  return { reference, number: messages.length + 1, from: 'team' };
}

/** What a case has from the page around it. */
export interface CaseFrame {
  unsentReplies: UnsentReplies;
  /** Reports that were opened elsewhere and pasted here, by reference. */
  pasted: Map<string, string>;
  /** Tells how something ended in a case that is not in front any more, and whether well. */
  endedElsewhere: (reference: string, sentence: string, isWell: boolean) => void;
  /** Hears how a case stands that is on the screen. */
  saw: (view: TeamCase) => void;
  /** Goes back to the list, and says why. */
  leave: (sentence: string) => void;
}

/** The case in front, for what is done with it. */
export interface CaseInFront {
  readonly reference: string;
  readonly frame: CaseFrame;
  /** What is being written in it. */
  readonly unsent: UnsentReply;
  /** When the case came in that the team named as its original, ISO 8601; null where none is named. */
  readonly knownSince: Signal<string | null>;
  /** Whether another case, or the list, is in front now. */
  readonly isLeft: boolean;
  /** The case as it is on the screen. @throws Error before it is */
  readonly current: SeenCase;
  /** Fetches, opens and shows it. */
  load: () => Promise<void>;
  /** Fetches it again after a change of ours. */
  refresh: () => Promise<void>;
  /** Fetches it again because somebody else changed it, and tells what came after version `since`. */
  changedElsewhere: (since: number) => Promise<void>;
}
