// Parts of the page that few need: each is loaded when it is drawn for the first time.
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { LoadAgain } from './LoadAgain.tsx';

/** A part that nothing stands for until it is there. @param load gives it; where it fails, the page says so, and offers to try again */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loaded = signal<{ part: ComponentType<Props> } | 'failed' | null>(null);
  return function Lazy(props: Props) {
    const now = loaded.value;
    useEffect(() => {
      if (loaded.peek() !== null) return;
      load().then(
        (part) => {
          loaded.value = { part };
        },
        () => {
          loaded.value = 'failed';
        },
      );
    }, []);
    if (now === 'failed') return <LoadAgain />;
    return now && <now.part {...props} />;
  };
}
