import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Similar } from '../../../disclosure/similar.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { percentText, texts } from '../base/page.ts';
import { heads } from '../list/heads.ts';
import { CaseLinks } from './CaseLinks.tsx';
import { findSimilar } from './similar-cases.ts';

interface Props {
  reference: string;
  /** Cases that are named already. */
  without: readonly string[];
  name: (reference: string) => Promise<void>;
}

/** Heads come in one page after the other; after so long without another one they are compared, in ms. */
const CALM = 700;

/** A hint: cases that are like this one, and why. Never more than that. */
export function SimilarCases({ reference, without, name }: Props) {
  const words = texts.triage.duplicates;
  const similar = useSignal<readonly Similar[]>([]);
  const known = heads.value;
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(async () => {
      const found = await findSimilar(reference, known, () => isWanted);
      if (isWanted && found) similar.value = found;
    }, CALM);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [reference, known, similar]);
  const shown = similar.value.filter((one) => !without.includes(one.reference));
  if (shown.length === 0) return null;
  return (
    <div id="similar" class="similar">
      <h5>{words.similar}</h5>
      <ul class="found-cases">
        {shown.map((one) => (
          <li key={one.reference}>
            <CaseLinks reference={one.reference} title={known.get(one.reference)?.title ?? ''} name={name} />
            <p class="help">{reasonsOf(one)}</p>
          </li>
        ))}
      </ul>
      <p class="help">{words.similarHelp}</p>
    </div>
  );
}

/** Why a case is like this one: "zelfde systeem, zelfde soort, 71 % dezelfde woorden". */
function reasonsOf({ isSameSystem, isSameWeakness, words }: Similar): string {
  const { reasons } = texts.triage.duplicates;
  return [
    ...(isSameSystem ? [reasons.system] : []),
    ...(isSameWeakness ? [reasons.weakness] : []),
    fillIn(reasons.words, { percent: percentText(words) }),
  ].join(', ');
}
