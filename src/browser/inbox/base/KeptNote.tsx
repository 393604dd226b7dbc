import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from './controls.tsx';
import type { KeptDraft } from './drafts.ts';
import { momentText, texts } from './page.ts';
import { hasKey } from './session.ts';

interface Props {
  /** What the id of its parts begins with. */
  name: string;
  draft: KeptDraft;
  /** Empties the form. */
  throwAway: () => void;
}

/** Says of a draft that it was found again, and where what is written now stays. */
export function KeptNote({ name, draft, throwAway }: Props) {
  const { found, memory, away } = texts.kept;
  const at = draft.foundAt.value;
  const isHere = draft.text.value !== '';
  const said =
    at !== null ? fillIn(found, { moment: momentText(at) }) : isHere && !hasKey.value ? memory : '';
  return (
    <p class="kept" hidden={said === ''}>
      <span id={`${name}-kept`} role="status">
        {said}
      </span>
      {at !== null && (
        <Button id={`${name}-away`} work={throwAway}>
          {away}
        </Button>
      )}
    </p>
  );
}
