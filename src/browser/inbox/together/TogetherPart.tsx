import { useState } from 'preact/hooks';
import { DESK } from '../../../disclosure/signed-text.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { keptDraft, onDraftsForgotten } from '../base/drafts.ts';
import { useLetters } from '../reply/use-letters.ts';
import { answerOne } from './answer-one.ts';
import { TogetherDialog } from './TogetherDialog.tsx';
import { Together } from './together.ts';

/** What was written stays when the dialog is closed and opened again; null before, and when it went from this tab. */
let written: Written | null = null;

/** What is being written, and where it is kept. */
function write() {
  const [together, kept] = [new Together(answerOne), keptDraft(DESK, 'together')];
  const end = together.keep(kept);
  onDraftsForgotten(() => {
    end();
    written = null;
  });
  return { together, kept };
}
type Written = ReturnType<typeof write>;

export function TogetherPart({ cases, closed }: { cases: readonly CaseSummary[]; closed: () => void }) {
  const [{ together, kept }] = useState(() => {
    written ??= write();
    written.together.begin(cases);
    return written;
  });
  useLetters(() => together.followLetters());
  return <TogetherDialog together={together} kept={kept} closed={closed} />;
}
