// Where one writes, at the foot of a case: a bar that opens into a form. What one reads ends above it.

import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { focusSoon } from '../base/focus.ts';
import { useShortcut } from '../base/keyboard.ts';
import { leaveTo } from '../base/leave-field.ts';
import { texts } from '../base/page.ts';
import { isWide } from '../base/wide.ts';

/** Something to write in. */
export interface Panel {
  name: string;
  /** What its button says. */
  words: string;
  /** The key that opens it; see `useShortcut`. */
  key?: string;
  /** Another key that opens it: what that one does, what it does first, and where one begins then. */
  also?: { key: string; words: string; first: () => void; begin: string };
  /** What is said beside the button: that something of it is not sent yet, say. Empty for nothing. */
  said?: string;
  /** The id of the field that one begins in; without it the first. */
  begin?: string;
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
      <div class="dock-panel" id="dock-panel" hidden={!now} {...(now ? leaveTo(`dock-${now.name}`) : {})}>
        {now?.part}
      </div>
    </section>
  );
}

function PanelButton({ panel, open }: { panel: Panel; open: Signal<string | null> }) {
  const { name, words, key, also, said = '', begin } = panel;
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
          if (!isOpen) beginWriting(begin);
        }}
      >
        {words}
      </button>
      {said !== '' && <span class="dock-said">{said}</span>}
      {key !== undefined && <Key of={key} panel={panel} open={open} />}
      {also && <Key of={also.key} panel={{ ...panel, ...also }} first={also.first} open={open} />}
    </>
  );
}

interface KeyProps {
  of: string;
  panel: Pick<Panel, 'name' | 'words' | 'begin'>;
  open: Signal<string | null>;
  first?: () => void;
}

/** Opens a panel by its key; drawn for its effect alone. */
function Key({ of, panel, open, first }: KeyProps) {
  useShortcut(of, panel.words, () => {
    first?.();
    open.value = panel.name;
    beginWriting(panel.begin);
  });
  return null;
}

/** Goes to the field of that id, else to the first. */
function beginWriting(begin: string | undefined): void {
  focusSoon(() => {
    const panel = document.getElementById('dock-panel');
    // Beside the list the panel opens in place.
    if (!isWide.peek()) panel?.scrollIntoView({ block: 'start' });
    const field = begin === undefined ? null : document.getElementById(begin);
    return field ?? panel?.querySelector<HTMLElement>('input:not([type="checkbox"]), select, textarea');
  });
}
