// A block beside a case with a form that opens when somebody wants it.
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Block, Button } from './controls.tsx';
import type { KeptDraft } from './drafts.ts';
import { focusOn } from './focus.ts';
import { KeptNote } from './KeptNote.tsx';

/** What is written in such a form. */
interface FormDraft {
  isOpen: Signal<boolean>;
  kept: KeptDraft;
  throwAway(): void;
}

interface Props {
  /** Of the section; `{name}-open` is the button, and where the focus is after it. */
  name: 'lesson' | 'hand-over' | 'cve';
  words: { title: string; help: string; open: string; close: string };
  draft: FormDraft;
  /** The form. @param isByHand whether somebody has just opened it, and not a draft that was found */
  children: (isByHand: boolean) => ComponentChildren;
}

export function FormBlock({ name, words, draft, children }: Props) {
  const isOpen = draft.isOpen.value;
  const isByHand = useRef(false);
  const button = `${name}-open` as const;
  const toggle = () => {
    draft.isOpen.value = !isOpen;
    isByHand.current = !isOpen;
    focusOn(button);
  };
  const throwAway = () => {
    draft.throwAway();
    focusOn(button);
  };
  return (
    <Block sectionId={name} id={`${name}-title`} title={words.title}>
      <p class="help">{words.help}</p>
      <p class="actions">
        <Button id={button} aria-expanded={isOpen} work={toggle}>
          {isOpen ? words.close : words.open}
        </Button>
      </p>
      <KeptNote name={name} draft={draft.kept} throwAway={throwAway} />
      {isOpen && children(isByHand.current)}
    </Block>
  );
}
