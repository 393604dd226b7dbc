// Where a hand-over begins, beside a case; the rest is loaded when somebody opens it.
import { useRef } from 'preact/hooks';
import { Block, Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { Chosen } from './chosen.ts';

const HandOverForm = lazy(async () => (await import('./HandOverForm.tsx')).HandOverForm);

export function HandOverBlock({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  const chosen = opened.unsent.keep('hand-over', () => new Chosen(opened.reference));
  const { handOver } = texts;
  const isOpen = chosen.isOpen.value;
  const isByHand = useRef(false);
  const toggle = () => {
    chosen.isOpen.value = !isOpen;
    isByHand.current = !isOpen;
    focusOn('hand-over-open');
  };
  const throwAway = () => {
    chosen.throwAway();
    focusOn('hand-over-open');
  };
  return (
    <Block sectionId="hand-over" id="hand-over-title" title={handOver.title}>
      <p class="help">{handOver.help}</p>
      <p class="actions">
        <Button id="hand-over-open" aria-expanded={isOpen} work={toggle}>
          {isOpen ? handOver.close : handOver.open}
        </Button>
      </p>
      <KeptNote name="hand-over" draft={chosen.kept} throwAway={throwAway} />
      {isOpen && <HandOverForm opened={opened} seen={seen} chosen={chosen} isByHand={isByHand.current} />}
    </Block>
  );
}
