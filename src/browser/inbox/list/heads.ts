// What the list knows of cases besides what the server says: the beginning of each, opened on this machine. In memory
// only, and gone with the key.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Evidence } from '../../../disclosure/evidence.ts';
import type { Report } from '../../../disclosure/report.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import type { NotOpened } from '../../../openpgp/open.ts';
import { hasKey } from '../base/session.ts';

/** What is kept of an opened report: all but its long texts, which are in `words`. */
export type HeadReport = Omit<
  Report,
  'description' | 'steps' | 'seen' | 'proof' | 'impact' | 'discovery' | 'attachments'
>;

export interface Head {
  reference: string;
  /** Of the case when this was opened. */
  version: number;
  /** System and kind of weakness; of a report in another form its first line. Empty where it is not open. */
  title: string;
  /** Null where it is not open, or in another form than ours. */
  report: HeadReport | null;
  /** What it says, in lower case, to search in; of a very long one the beginning. */
  words: string;
  /** How long what its reporter wrote is, in UTF-16 code units. */
  size: number;
  /** The newest; null where there is none, or it is nothing that a member wrote for this case. */
  triage: Triage | null;
  /** Of the severity that its reporter gave, 0 to 10; null for none. */
  score: number | null;
  evidence: readonly Evidence[];
  /** Whether it is open and there is no key in it, so that its reporter can't read a reply. */
  isKeyless: boolean;
  /** Why the report is not open; null where it is, or there is none any more. */
  why: NotOpened | null;
}

const known = signal<ReadonlyMap<string, Head>>(new Map());

/** The heads that are open, by reference. */
export const heads: ReadonlySignal<ReadonlyMap<string, Head>> = computed(() => known.value);

/** Takes up heads that were opened, in place of those that were there. */
export function takeHeads(opened: readonly Head[]): void {
  if (!hasKey.peek() || opened.length === 0) return;
  const next = new Map(known.peek());
  for (const head of opened) next.set(head.reference, head);
  known.value = next;
}

/** Forgets heads: of cases that are gone, or of all. */
export function forgetHeads(references: readonly string[] = [...known.peek().keys()]): void {
  const next = new Map(known.peek());
  for (const reference of references) next.delete(reference);
  if (next.size < known.peek().size) known.value = next;
}

effect(() => {
  if (!hasKey.value) forgetHeads();
});
