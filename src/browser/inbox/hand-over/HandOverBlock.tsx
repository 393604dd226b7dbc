// Where a hand-over begins, beside a case; the rest is loaded when somebody opens it.
import { FormBlock } from '../base/FormBlock.tsx';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { Chosen } from './chosen.ts';

const HandOverForm = lazy(async () => (await import('./HandOverForm.tsx')).HandOverForm);

export function HandOverBlock({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  const chosen = opened.unsent.keep('hand-over', () => new Chosen(opened.reference));
  return (
    <FormBlock name="hand-over" words={texts.handOver} draft={chosen}>
      {(isByHand) => <HandOverForm opened={opened} seen={seen} chosen={chosen} isByHand={isByHand} />}
    </FormBlock>
  );
}
