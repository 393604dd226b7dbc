// The list in the address, so that Back and a reload find it as it was. Behind a case in front it is kept beside the
// address, in the history of this tab.
import { LIST } from '../base/front.ts';
import { fromAddress, inAddress, type Question } from './question.ts';

/** What is kept with an entry of the history. */
interface Kept {
  list?: string;
}

/** Whether an address behind the # is the list's. */
export function isListAddress(hash: string): boolean {
  return hash === '' || hash === LIST || hash.startsWith(`${LIST}?`);
}

/** Keeps what is asked for where one is now. */
export function keepInAddress(question: Question): void {
  const asked = inAddress(question);
  const hash = asked === '' ? LIST : `${LIST}?${asked}`;
  if (!isListAddress(location.hash)) history.replaceState({ list: asked } satisfies Kept, '');
  else if (location.hash !== hash && (location.hash !== '' || asked !== ''))
    history.replaceState(null, '', hash);
}

/** What the address asks for, or what was kept beside it; null where nothing tells. */
export function questionInAddress(): Partial<Question> | null {
  const { hash } = location;
  if (isListAddress(hash)) return hash.includes('?') ? fromAddress(hash.slice(LIST.length + 1)) : null;
  const kept = history.state as Kept | null;
  return typeof kept?.list === 'string' ? fromAddress(kept.list) : null;
}
