// What the team wrote for itself in a case, each in a sentence for the timeline.
import { isolated } from '../../../disclosure/foreign-text.ts';
import { ratingOf } from '../../../disclosure/rating.ts';
import { dutyInSheet } from '../../../disclosure/sheets/duty-in-sheet.ts';
import { decisionOf } from '../../../disclosure/ssvc.ts';
import { noTriage, type Triage, ticketHost } from '../../../disclosure/triage.ts';
import { changesBetween, type TriageChange } from '../../../disclosure/triage-change.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import { shortName } from '../base/short-name.ts';
import type { OpenedNote } from '../case/open-notes.ts';
import { scoreText } from './score-text.ts';

export interface Entry {
  /** Of the note. */
  number: number;
  /** ISO 8601. */
  at: string;
  sentence: string;
  /** What is wrong with who wrote it; empty for nothing. */
  doubt: string;
  /** The id of where it stands whole; null where the sentence is all. */
  place: string | null;
}

/**
 * The entries of opened notes, oldest first. A triage is told by what it changed; one that changed nothing is not told.
 * @param isFromTheFirst whether no earlier notes are left out
 */
export function historyOf(shown: readonly OpenedNote[], isFromTheFirst: boolean): Entry[] {
  let before: Triage | null = isFromTheFirst ? noTriage : null;
  return shown.flatMap((one) => {
    const { note, triage, doubt } = one;
    const who = isolated(shortName(note.by));
    const entry = (sentence: string, place: string | null) => ({
      ...{ number: note.number, at: note.at, sentence, place },
      doubt: doubt?.title ?? '',
    });
    if (note.kind === 'sheet') {
      const duty = dutyInSheet(one.opening.text ?? '');
      const what = duty === null ? texts.triage.notes.kinds.sheet : texts.deadlines[duty];
      return [
        entry(
          fillIn(texts.triage.history.sheet, { who, what }),
          doubt === null ? null : `note-${note.number}`,
        ),
      ];
    }
    if (note.kind !== 'triage')
      return [entry(fillIn(texts.triage.history[note.kind], { who }), `note-${note.number}`)];
    if (triage === null || before === null) {
      before = triage ?? before;
      return [entry(fillIn(texts.triage.history.closed, { who }), null)];
    }
    const known = before;
    before = triage;
    return changesBetween(known, triage).map((change) => entry(sentenceOf(change, who, known), null));
  });
}

/** One change in a sentence. @param before what it changed, for what was */
function sentenceOf(change: TriageChange, who: string, before: Triage): string {
  const { history, ssvc } = texts.triage;
  switch (change.kind) {
    case 'label':
    case 'unlabel':
      return fillIn(history[change.kind], { who, label: isolated(change.label) });
    case 'severity': {
      const was = before.score === null ? '' : scoreText(before.score);
      if (change.score === null) return fillIn(history.severityNone, { who, was });
      const rating = texts.triage.severity.ratings[ratingOf(change.score)];
      const sentence = was === '' ? history.severity : history.severityWas;
      return fillIn(sentence, { who, was, score: scoreText(change.score), rating });
    }
    case 'ssvc': {
      const was = before.ssvc === null ? '' : ssvc.decisions[decisionOf(before.ssvc)];
      if (change.ssvc === null) return fillIn(history.ssvcNone, { who });
      const decision = ssvc.decisions[decisionOf(change.ssvc)];
      return fillIn(was === '' ? history.ssvc : history.ssvcWas, { who, was, decision });
    }
    case 'duplicate-of': {
      if (change.reference === null) return fillIn(history['duplicate-of-none'], { who });
      return fillIn(history['duplicate-of'], { who, reference: change.reference });
    }
    case 'duplicate':
    case 'no-duplicate':
      return fillIn(history[change.kind], { who, reference: change.reference });
    case 'ticket': {
      const host = ticketHost(change.ticket);
      return host === null
        ? fillIn(history.ticketNone, { who })
        : fillIn(history.ticket, { who, host: isolated(host) });
    }
  }
}
