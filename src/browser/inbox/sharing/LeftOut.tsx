// What sharing a case left, because it does not say itself that it belongs there; and sharing it all the same, for who has
// looked at it.
import { useSignal } from '@preact/signals';
import { mayBeConfirmed } from '../../../disclosure/left-out.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { Button } from '../base/controls.tsx';
import { language, plural, texts } from '../base/page.ts';
import { nameOf } from './contents.ts';
import type { Left, LookedAt } from './copies.ts';

interface Props {
  left: readonly Left[];
  /** Shares the case once more, and of what was left what was looked at. */
  share: (lookedAt: LookedAt) => Promise<void>;
}

const idOf = ({ kind, id }: Left) => `${kind}-${id}`;

export function LeftOut({ left, share }: Props) {
  const words = texts.sharing.case;
  // By name: what was read, and is shared as it was then.
  const read = useSignal<LookedAt>(new Map());
  const able = left.filter((one) => mayBeConfirmed(one.why) && one.sha256 !== null);
  const tick = (one: Left, isRead: boolean) => {
    const others = [...read.peek()].filter(([name]) => name !== nameOf(one));
    read.value = new Map(isRead ? [...others, [nameOf(one), one.sha256 ?? '']] : others);
  };
  return (
    <section id="left-out" aria-labelledby="left-out-title">
      <h4 id="left-out-title">{words.leftTitle}</h4>
      <ul>
        {left.map((one) => (
          <li key={nameOf(one)}>
            <span id={`left-out-${idOf(one)}`}>
              {fillIn(words.parts[one.kind], { number: one.number })} {texts.sharing.why[one.why]}
            </span>
            {one.file && (
              <> {fillIn(words.files[one.file.kind], { size: formatBytes(one.file.size, language) })}</>
            )}
            {one.beginning !== '' && (
              <details>
                <summary>{words.beginning}</summary>
                <pre translate={false} dir="auto" tabIndex={0}>
                  {one.beginning}
                </pre>
              </details>
            )}
            {able.includes(one) && (
              <div class="check">
                <input
                  type="checkbox"
                  id={`left-out-read-${idOf(one)}`}
                  class="left-out-read"
                  autocomplete="off"
                  aria-describedby={`left-out-${idOf(one)} left-out-warning`}
                  checked={read.value.has(nameOf(one))}
                  onChange={({ currentTarget }) => tick(one, currentTarget.checked)}
                />
                <label for={`left-out-read-${idOf(one)}`}>{words.isRead}</label>
              </div>
            )}
          </li>
        ))}
      </ul>
      {able.length > 0 && (
        <>
          <p class="note warning" id="left-out-warning">
            {plural(words, 'confirm', able.length)}
          </p>
          <p class="actions">
            <Button id="left-out-share" disabled={read.value.size === 0} work={() => share(read.peek())}>
              {words.shareLeft}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}
