import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button, Fault } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import type { Changes, Wanted } from '../case/changes.ts';

interface Props {
  /** Of the button, which no other place has; what is wrong stands at `error-{id}`. */
  id: string;
  /** What is asked before it is done. */
  question: string;
  wanted: Wanted;
  changes: Changes;
  /** See `Changes.save`. */
  goOn?: string;
  class?: string;
  'aria-label'?: string;
  children: ComponentChildren;
}

/** A button that changes the case, once somebody is sure; what stands in the way of that is said at it. */
export function ChangeButton({ id, question, wanted, changes, goOn, ...rest }: Props) {
  const fault = useSignal('');
  const change = async () => {
    fault.value = '';
    if (!confirm(question)) return;
    await changes.save(wanted, fault, goOn);
    if (fault.peek() !== '') focusOn(id);
  };
  return (
    <>
      <Button id={id} aria-describedby={`error-${id}`} work={change} {...rest} />
      <Fault id={`error-${id}`} sentence={fault.value} />
    </>
  );
}
