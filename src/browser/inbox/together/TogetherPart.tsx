import { useState } from 'preact/hooks';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { answerOne } from './answer-one.ts';
import { TogetherDialog } from './TogetherDialog.tsx';
import { Together } from './together.ts';

/** What was written stays when the dialog is closed and opened again. */
const together = new Together(answerOne);

export function TogetherPart({ cases, closed }: { cases: readonly CaseSummary[]; closed: () => void }) {
  useState(() => together.begin(cases));
  return <TogetherDialog together={together} closed={closed} />;
}
