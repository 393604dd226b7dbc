// A field as most stand: its name, how it is filled in, what is wrong with it, and then what is filled in.
import type { ComponentChildren } from 'preact';
import { Fault, invalid } from './controls.tsx';

interface Props {
  id: string;
  label: string;
  help: string;
  /** What is wrong; empty for nothing, and absent where nothing can be. */
  fault?: string;
  /** What is filled in, with `filledIn` in its tag. */
  children: ComponentChildren;
}

export function Field({ id, label, help, fault, children }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="help" id={`help-${id}`}>
        {help}
      </p>
      {fault !== undefined && <Fault id={`error-${id}`} sentence={fault} />}
      {children}
    </div>
  );
}

/** What its tag says of the field around it. */
export function filledIn(id: string, fault?: string) {
  const help = { id, 'aria-describedby': `help-${id}` };
  return fault === undefined
    ? help
    : { ...help, 'aria-describedby': `help-${id} error-${id}`, ...invalid(fault) };
}
