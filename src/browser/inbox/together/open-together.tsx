// Where answering together is begun and drawn; the rest of it loads with its first use.
import { signal } from '@preact/signals';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { lazy } from '../base/lazy.tsx';
import { session } from '../base/session.ts';

const asked = signal<readonly CaseSummary[] | null>(null);

/** Has some cases answered together. */
export function answerTogether(cases: readonly CaseSummary[]): void {
  asked.value = cases;
}

const Part = lazy(async () => (await import('./TogetherPart.tsx')).TogetherPart);

/** The dialog, while somebody is asked for it. @param answered hears that cases may have changed */
export function AnswerTogether({ answered }: { answered: () => void }) {
  const cases = asked.value;
  if (cases === null || session.value === null) return null;
  const closed = () => {
    asked.value = null;
    answered();
  };
  return <Part cases={cases} closed={closed} />;
}
