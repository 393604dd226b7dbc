import type { Report } from '../../disclosure/report.ts';
import type { TeamCase } from '../../disclosure/team-wire.ts';
import type { ReaderFault } from '../../openpgp/key-error.ts';
import type { Shown } from '../dom/stretch.ts';

/** The case in front of a team member, with what could be opened of it. */
export interface OpenCase {
  view: TeamCase;
  /** The report and the newest messages, with what came of opening them. */
  shown: Shown<TeamCase['messages'][number]>[];
  /** How many messages before these are not on the screen. */
  earlier: number;
  /** The report as text: opened here, or pasted by someone who opened it elsewhere. */
  reportText: string | null;
  /** The report in its fields; null when it can't be opened, or is written in another way. */
  report: Report | null;
  /** Where replies are sealed to besides the team: the reporter's key, armored, or nothing where it can't be used. */
  readers: string[];
  /** Why the key in the report can't be used; null when it can, or there is none. */
  readerFault: ReaderFault | null;
  /**
   * Why the reporter can't read by the receipt code what is sealed to `readers`, in a case whose code opens something,
   * or that nobody can say of; whoever sends a reply all the same says so. Null when there is nothing to say.
   */
  gap: Gap | null;
}

/** `other-key`: the server keeps another key than stands in the report; `no-key`: it keeps one, and none can be used. */
export type Gap = 'other-key' | 'no-key' | 'report-closed';

/** What the parts of an open case can ask of the whole. */
export interface CaseDesk {
  current: () => OpenCase;
  /** Whether this case still is the one on the screen, after something that took time. */
  shows: (reference: string) => boolean;
  /** Shows a stretch of earlier messages as well. */
  showEarlier: () => Promise<void>;
  /** Fetches the case again after a change of ours. */
  refresh: () => Promise<void>;
  /** Fetches it again because somebody else changed it, and tells what. */
  conflict: () => Promise<void>;
  /** Takes a report that was opened elsewhere; false when it is none. */
  paste: (text: string) => Promise<boolean>;
  /** Offers to load a private key. */
  loadKey: () => void;
  /** Says something above the page, whatever is in front. */
  notice: (sentence: string) => void;
  /** Goes back to the list, and says why. */
  leave: (sentence: string) => void;
}
