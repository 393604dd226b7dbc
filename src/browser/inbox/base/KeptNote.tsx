import { useRef } from 'preact/hooks';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from './controls.tsx';
import type { KeptDraft } from './drafts.ts';
import { focusSoon, isNowhere } from './focus.ts';
import { momentText, texts } from './page.ts';
import { hasKey } from './session.ts';

interface Props {
  /** What the id of its parts begins with. */
  name: string;
  draft: KeptDraft;
  /** Empties the form. */
  throwAway: () => void;
}

/** Says of a draft that it was found again, where what is written now stays, and that there is another one. */
export function KeptNote({ name, draft, throwAway }: Props) {
  const at = draft.foundAt.value;
  const said = saidOf(draft);
  return (
    <>
      <p class="kept" hidden={said === ''}>
        <span id={`${name}-kept`} role="status">
          {said}
        </span>
        {at !== null && (
          <Button id={`${name}-away`} work={throwAway}>
            {texts.kept.away}
          </Button>
        )}
      </p>
      <OtherNote name={name} draft={draft} />
    </>
  );
}

function saidOf({ foundAt, text, isRefused }: KeptDraft): string {
  const { found, memory, full } = texts.kept;
  if (foundAt.value !== null) return fillIn(found, { moment: momentText(foundAt.value) });
  if (text.value === '') return '';
  if (!hasKey.value) return memory;
  return isRefused.value ? full : '';
}

/** Another draft of the same form: both are there until one is thrown away. */
function OtherNote({ name, draft }: Omit<Props, 'throwAway'>) {
  const place = useRef<HTMLParagraphElement>(null);
  const other = draft.other.value;
  const isOpen = other !== null && other.text !== null;
  const throwAway = () => {
    draft.throwOtherAway();
    // The button goes with it; a keyboard goes on in the form.
    const form = place.current?.parentElement;
    const field = () => form?.querySelector<HTMLElement>('textarea, select, input');
    // Of a form that is folded there is the button that opens it.
    const find = () => (isNowhere() ? (field() ?? form?.querySelector<HTMLElement>('button')) : null);
    focusSoon(find, { preventScroll: true });
  };
  return (
    <p ref={place} class="kept" hidden={other === null}>
      <span id={`${name}-other`} role="status">
        {otherSaid(draft)}
      </span>
      {isOpen && (
        <Button id={`${name}-swap`} work={() => draft.swap()}>
          {draft.text.value === '' ? texts.kept.take : texts.kept.swap}
        </Button>
      )}
      {other !== null && (isOpen || hasKey.value) && (
        <Button id={`${name}-other-away`} work={throwAway}>
          {texts.kept.otherAway}
        </Button>
      )}
    </p>
  );
}

function otherSaid({ other, text }: KeptDraft): string {
  if (other.value === null) return '';
  const { closed, broken, other: found, both } = texts.kept;
  const isOpen = other.value.text !== null;
  const [moment, sentence] = [momentText(other.value.at), isOpen ? found : hasKey.value ? broken : closed];
  return [fillIn(sentence, { moment }), isOpen && text.value !== '' ? both : ''].join(' ').trimEnd();
}
