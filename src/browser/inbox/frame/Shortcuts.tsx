// The shortcuts that do something now, and the switch that turns all of them off.
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../base/controls.tsx';
import { areShortcutsOn, setShortcuts, shortcuts, useShortcut } from '../base/keyboard.ts';
import { leaveField } from '../base/leave-field.ts';
import { texts } from '../base/page.ts';

const isOpen = signal(false);

/** Shows which shortcuts there are. */
export function showShortcuts(): void {
  isOpen.value = true;
}

export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { title, all, leave, none, isOn, close } = texts.shortcuts;
  useShortcut('escape', leave, leaveField);
  useShortcut('?', all, showShortcuts);
  const open = isOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (!open) return null;
  const others = shortcuts.value.filter(({ key }) => key !== '?');
  return (
    <dialog
      ref={dialog}
      id="shortcuts"
      class="shortcuts"
      aria-labelledby="shortcuts-title"
      onClose={() => {
        isOpen.value = false;
      }}
    >
      <h2 id="shortcuts-title">{title}</h2>
      {others.length === 0 && <p>{none}</p>}
      <dl>
        {[...others, { key: '?', words: all }].map(({ key, words }) => (
          <div key={key}>
            <dt>
              <Keys of={key} />
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p class="check">
        <input
          type="checkbox"
          id="shortcuts-on"
          checked={areShortcutsOn.value}
          onChange={({ currentTarget }) => setShortcuts(currentTarget.checked)}
        />
        <label for="shortcuts-on">{isOn}</label>
      </p>
      <Button id="shortcuts-close" work={() => dialog.current?.close()}>
        {close}
      </Button>
    </dialog>
  );
}

/** The keys of one shortcut, as they stand on a keyboard. */
function Keys({ of }: { of: string }) {
  const names: Record<string, string> = { enter: 'Enter', ctrl: 'Ctrl', escape: 'Esc' };
  return of.split('+').map((key, index) => (
    <>
      {index > 0 && ' + '}
      <kbd>{names[key] ?? key}</kbd>
    </>
  ));
}
