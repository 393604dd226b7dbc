// The letters that a reply can begin with: those that come with the inbox, and the team's own, opened on this machine.
import { computed, effect, signal } from '@preact/signals';
import { type Letter, letterFor, mergedLetters, readLetters } from '../../../disclosure/letters.ts';
import { openEndsOf } from '../../../disclosure/reply-form.ts';
import type { ReplyName } from '../../../handover/inbox.ts';
import { perLanguage } from '../../../i18n/languages.ts';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { type OpenedRecord, openRecord, type RecordDoubt } from './desk-record.ts';

/** In the order in which they are offered; some go with an assessment. */
const names = {
  received: null,
  needInformation: null,
  confirmed: 'confirmed',
  duplicate: 'duplicate',
  notVulnerability: 'rejected',
  fixed: null,
  thanks: null,
  progress: null,
  fixSlips: null,
  publication: null,
} as const satisfies Record<ReplyName, Letter['assessment']>;

/** Those that come with the inbox. */
export const readyLetters: readonly Letter[] = Object.entries(names).map(([id, assessment]) => ({
  id,
  name: perLanguage((code) => texts.letterNames[code][id as ReplyName]),
  text: perLanguage((code) => texts.replies[code][id as ReplyName]),
  assessment,
}));

/** The team's own letters as they were saved last. */
export interface OwnLetters {
  /** 0 where there are none yet. */
  version: number;
  letters: readonly Letter[];
  /** Who saved them, by the server; empty for nobody. */
  by: string;
  doubt: RecordDoubt | null;
}

/** Null until they were looked for. */
export const ownLetters = signal<OwnLetters | null>(null);
export const allLetters = computed(() => mergedLetters(readyLetters, ownLetters.value?.letters ?? []));

/** The letter with an id; null where there is none (any more). */
export const letterOf = (id: string): Letter | null => allLetters.peek().find((one) => one.id === id) ?? null;

/** The letter that goes with an assessment. */
export const letterOfAssessment = (assessment: string): Letter | null =>
  letterFor(allLetters.peek(), ownLetters.peek()?.letters ?? [], assessment);

/** The words with which letters leave something to their writer. */
export const openEnds = () => openEndsOf(allLetters.peek().flatMap(({ text }) => Object.values(text)));

// What was opened goes with the key.
effect(() => {
  if (!hasKey.value) ownLetters.value = null;
});

/** Fetches and opens them. @returns why not, as a sentence; empty when all is well */
export async function loadLetters(): Promise<string> {
  const record = await openRecord('letters', ownLetters.peek());
  if (typeof record === 'string') return record;
  loadedAt = Date.now();
  if (record !== null) ownLetters.value = lettersIn(record);
  return '';
}

/** How old they may be before somebody begins with one, in ms: a colleague may have changed them. */
const FRESH = 60_000;
/** When they came last, in ms. */
let loadedAt = 0;
/** Under way; null while none is. */
let loading: Promise<unknown> | null = null;

/**
 * Loads them once somebody may need them, and again when they are a minute old. Those that this key could not open may
 * have been shared since.
 */
export async function loadLettersInTime(): Promise<void> {
  const known = ownLetters.peek();
  const isFresh = known !== null && known.doubt !== 'closed' && Date.now() - loadedAt < FRESH;
  if (!hasKey.peek() || isFresh) return;
  loading ??= loadLetters().finally(() => {
    loading = null;
  });
  await loading;
}

function lettersIn({ version, by, text, doubt }: OpenedRecord): OwnLetters {
  try {
    return { version, by, letters: text === null ? [] : readLetters(text), doubt };
  } catch {
    return { version, by, letters: [], doubt: 'refused' };
  }
}
