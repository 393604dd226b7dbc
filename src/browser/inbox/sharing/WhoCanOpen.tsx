// For who can't open a case: which colleagues can, by the session keys in its report.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { toBase64 } from '../../../disclosure/base64.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { dearmor } from '../../../openpgp/armor.ts';
import { splitHead } from '../../../openpgp/message-head.ts';
import { texts } from '../base/page.ts';
import { accessOf } from './access.ts';
import { people } from './browser-tools.ts';
import { namesOf } from './names.ts';

/** @param sealed the report, armored */
export function WhoCanOpen({ sealed }: { sealed: string }) {
  const who = useSignal('');
  useEffect(() => {
    const block = dearmor(sealed, 'MESSAGE');
    const parts = block.ok ? splitHead(block.bytes) : null;
    if (!parts) return;
    people().then(
      (everybody) => {
        const item = { kind: 'message', id: '', head: toBase64(parts.head) } as const;
        const able = accessOf([item], everybody).members.filter(({ opens }) => opens > 0);
        who.value = namesOf(able.map(({ person }) => person));
      },
      () => undefined,
    );
  }, [sealed]);
  if (who.value === '') return null;
  return <p id="who-can-open">{fillIn(texts.sharing.case.ask, { who: who.value })}</p>;
}
