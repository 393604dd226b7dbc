// Where one writes, at the foot of a case: a bar that opens into a form. What one reads ends above it.

import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { focusSoon } from '../base/focus.ts';
import { useShortcut } from '../base/keyboard.ts';
import { texts } from '../base/page.ts';
import { isWide } from '../base/wide.ts';

/** Something to write in. */
export interface Panel {
  name: string;
  /** What its button says. */
  words: string;
  /** The key that opens it; see `useShortcut`. */
  key?: string;
  /** What is said beside the button: that something of it is not sent yet, say. Empty for nothing. */
  said?: string;
  part: ComponentChildren;
}

/** @param open the name of the panel that is open; null for none */
export function Dock({ panels, open }: { panels: readonly Panel[]; open: Signal<string | null> }) {
  const now = panels.find(({ name }) => name === open.value);
  return (
    <section class={now ? 'dock is-open' : 'dock'} id="dock" aria-label={texts.case.dock}>
      <div class="dock-bar">
        {panels.map((panel) => (
          <PanelButton key={panel.name} panel={panel} open={open} />
        ))}
      </div>
      <div class="dock-panel" id="dock-panel" hidden={!now}>
        {now?.part}
      </div>
    </section>
  );
}

function PanelButton({ panel, open }: { panel: Panel; open: Signal<string | null> }) {
  const { name, words, key, said = '' } = panel;
  const isOpen = open.value === name;
  return (
    <>
      <button
        type="button"
        class={isOpen ? 'quiet is-open' : 'quiet'}
        id={`dock-${name}`}
        aria-expanded={isOpen}
        aria-controls="dock-panel"
        onClick={() => {
          open.value = isOpen ? null : name;
          if (!isOpen) beginWriting();
        }}
      >
        {words}
      </button>
      {said !== '' && <span class="dock-said">{said}</span>}
      {key !== undefined && <Key of={key} words={words} name={name} open={open} />}
    </>
  );
}

/** Opens a panel by its key; drawn for its effect alone. */
function Key({
  of,
  words,
  name,
  open,
}: {
  of: string;
  words: string;
  name: string;
  open: Signal<string | null>;
}) {
  useShortcut(of, words, () => {
    open.value = name;
    beginWriting();
  });
  return null;
}

/** Goes to the first field. */
function beginWriting(): void {
  focusSoon(() => {
    const panel = document.getElementById('dock-panel');
    // Beside the list the panel opens in place.
    if (!isWide.peek()) panel?.scrollIntoView({ block: 'start' });
    return panel?.querySelector<HTMLElement>('input:not([type="checkbox"]), select, textarea, h3');
  });
}
