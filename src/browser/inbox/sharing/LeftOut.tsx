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

export function LeftOut({ left, share }: Props) {
  const words = texts.sharing.case;
  const isRead = useSignal(false);
  const able = left.flatMap((one) =>
    mayBeConfirmed(one.why) && one.sha256 !== null ? [[nameOf(one), one.sha256] as const] : [],
  );
  return (
    <section id="left-out" aria-labelledby="left-out-title">
      <h4 id="left-out-title">{words.leftTitle}</h4>
      <ul>
        {left.map((one) => (
          <li key={nameOf(one)}>
            {fillIn(words.parts[one.kind], { number: one.number })} {texts.sharing.why[one.why]}
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
          </li>
        ))}
      </ul>
      {able.length > 0 && (
        <>
          <p class="note warning" id="left-out-warning">
            {plural(words, 'confirm', able.length)}
          </p>
          <div class="check">
            <input
              type="checkbox"
              id="left-out-read"
              autocomplete="off"
              aria-describedby="left-out-warning"
              checked={isRead.value}
              onChange={({ currentTarget }) => {
                isRead.value = currentTarget.checked;
              }}
            />
            <label for="left-out-read">{words.isRead}</label>
          </div>
          <p class="actions">
            <Button id="left-out-share" disabled={!isRead.value} work={() => share(new Map(able))}>
              {words.shareLeft}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}
