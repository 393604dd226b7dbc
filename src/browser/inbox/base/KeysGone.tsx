import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { KeysGoneNote } from '../../../handover/inbox.ts';
import { hasPassed } from '../../api/server-time.ts';
import { facts } from './page.ts';

const areGone = signal(false);

/**
 * Nobody of the team can be sealed to any more. A page is built while somebody can.
 * @param look what it is looked at anew for
 */
export function KeysGone({ note, look }: { note: KeysGoneNote; look: unknown }) {
  const at = facts.keysGoneAt;
  useEffect(() => {
    if (at === null) return;
    void hasPassed(at).then((isPast) => {
      areGone.value ||= isPast;
    });
  }, [at, look]);
  if (at === null) return null;
  return (
    <p class="note warning" data-keys-gone={at} role="alert" hidden={!areGone.value}>
      {note.map(({ words, href }) => (href === undefined ? words : <a href={href}>{words}</a>))}
    </p>
  );
}
