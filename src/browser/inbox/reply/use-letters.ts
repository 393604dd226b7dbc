import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hasKey } from '../base/session.ts';
import { loadLettersInTime, ownLetters } from '../case/letters.ts';

/** Has the team's own letters come for what begins with one. @param follow hears that others are known now */
export function useLetters(follow: () => void): void {
  const isKeyHere = hasKey.value;
  useEffect(() => {
    // One that fails leaves those that come with the inbox.
    if (isKeyHere) void loadLettersInTime();
  }, [isKeyHere]);
  useSignalEffect(() => {
    // Those that are gone with the key stay in what they began.
    if (ownLetters.value !== null) follow();
  });
}
