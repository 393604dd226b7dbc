// Who can read a case, by the session keys in it, and a button that gives the whole team access.
import { useSignal } from '@preact/signals';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam } from '../../api/team.ts';
import { isTooSlow } from '../../workers/fault.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { Person } from '../base/Person.tsx';
import { plural, sentenceFor, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { type Access, accessOf, type CaseAccess, isToShare } from './access.ts';
import { allItems } from './all-items.ts';
import { browserTools, people } from './browser-tools.ts';
import { nameOf as nameOfItem } from './contents.ts';
import type { Left, LookedAt } from './copies.ts';
import { LeftOut } from './LeftOut.tsx';
import { nameOf } from './names.ts';
import { type ShareResult, shareCase } from './share-case.ts';

interface Props {
  reference: string;
  /** Fetches the case again. */
  refresh: () => Promise<void>;
}

interface Seen {
  access: CaseAccess;
  isToShare: boolean;
}

export function WhoCanRead({ reference, refresh }: Props) {
  const words = texts.sharing.case;
  const seen = useSignal<Seen | null>(null);
  const told = useSignal('');
  const look = async () => {
    const [answer, everybody] = await Promise.all([allItems(reference, askTeam), people().catch(() => null)]);
    if (!answer.ok || everybody === null) {
      told.value = answer.ok ? texts.errors.notLoaded : sentenceFor(answer.problem, answer.number);
      return;
    }
    const items = answer.value;
    const access = accessOf(items, everybody);
    seen.value = { access, isToShare: items.some((item) => isToShare(item, everybody)) };
  };
  const left = useSignal<readonly Left[]>([]);
  const share = async (lookedAt?: LookedAt) => {
    told.value = words.working;
    const result = await shareCase(reference, browserTools(), lookedAt).catch((error: unknown) =>
      isTooSlow(error) ? 'too-slow' : 'no-key',
    );
    const sentence = typeof result === 'string' ? sentenceFor(result) : sentenceOf(result);
    await look();
    if (typeof result !== 'string' && result.state === 'shared') await refresh();
    told.value = sentence;
    left.value = typeof result !== 'string' && 'left' in result ? result.left : [];
    // The button that was pressed may be gone.
    if (lookedAt) focusOn('who-can-read-title');
  };
  return (
    <details
      class="who-can-read"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && seen.peek() === null) void look();
      }}
    >
      <summary id="who-can-read-title">{words.title}</summary>
      {seen.value && <Readers access={seen.value.access} />}
      {seen.value?.isToShare &&
        (hasKey.value ? (
          <p class="actions">
            <Button id="share-case" work={() => share()}>
              {words.share}
            </Button>
          </p>
        ) : (
          <p class="help">{texts.sharing.needKey}</p>
        ))}
      <p id="share-status" role="status">
        {told}
      </p>
      {left.value.length > 0 && hasKey.value && (
        <LeftOut key={left.value.map(nameOfItem).join()} left={left.value} share={share} />
      )}
    </details>
  );
}

function Readers({ access }: { access: CaseAccess }) {
  const words = texts.sharing.case;
  const { all, members, left, unknown } = access;
  const amount = ({ opens }: Access) => {
    if (opens === all) return words.all;
    return opens === 0 ? words.none : fillIn(words.some, { opens, all });
  };
  return (
    <>
      <ul id="readers" translate={false}>
        {members.map((one) => (
          <li key={one.person.fingerprint}>
            <Person name={nameOf(one.person)} />: {amount(one)}
          </li>
        ))}
        {left.map(({ person, opens }) => (
          <li key={person.fingerprint}>
            <Person name={nameOf(person)} />: {fillIn(words.hasLeft, { opens, all })}
          </li>
        ))}
      </ul>
      {unknown > 0 && <p class="help">{plural(words, 'unknown', unknown)}</p>}
    </>
  );
}

function sentenceOf(result: ShareResult): string {
  const words = texts.sharing.case;
  if (result.state === 'failed')
    return result.problem === 'too-many-messages' ? words.full : sentenceFor(result.problem, result.number);
  if (result.state !== 'shared' && result.state !== 'unshared') return words[result.state];
  const { state, closed, left } = result;
  const isShared = state === 'shared';
  const sentences = [
    ...(isShared ? [closed + left.length > 0 ? words.partly : words.shared] : []),
    ...(closed > 0 ? [isShared ? words.partClosed : words.closed] : []),
    ...(left.length > 0 ? [plural(words, 'left', left.length)] : []),
  ];
  return sentences.join(' ');
}
