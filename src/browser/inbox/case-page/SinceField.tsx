import type { RefObject } from 'preact';
import type { CraDraft } from '../case/cra-draft.ts';

interface Props {
  id: string;
  label: string;
  help: string;
  field: 'since' | 'incident-since';
  draft: CraDraft;
  input: RefObject<HTMLInputElement | null>;
}

/** Since when the team knows of something, in the zone of whoever sits here; empty is now. */
export function SinceField({ id, label, help, field, draft, input }: Props) {
  return (
    <div class="field" id={`${id}-box`}>
      <label for={id}>{label}</label>
      <p class="help" id={`help-${id}`}>
        {help}
      </p>
      <input
        ref={input}
        id={id}
        type="datetime-local"
        autocomplete="off"
        aria-describedby={`help-${id}`}
        value={draft.of(field)}
        onInput={({ currentTarget }) => draft.write(field, currentTarget.value)}
      />
    </div>
  );
}
