// The one bar of the desk: where one is, who one is, and whether the key is here.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { languageNames, paths } from '../../../i18n/languages.ts';
import { sendKeyAlong } from '../../workers/team/shared.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { LIST, offerKey } from '../base/front.ts';
import { Person } from '../base/Person.tsx';
import { language, texts } from '../base/page.ts';
import { hasKey, session } from '../base/session.ts';
import { countsOf } from './counts.ts';
import { desk, opened, room } from './desk.ts';
import { rooms } from './rooms.ts';
import { showShortcuts } from './Shortcuts.tsx';

interface Props {
  signOut: () => Promise<void>;
  forgetKey: () => void;
}

export function Bar({ signOut, forgetKey }: Props) {
  const isOpen = useSignal(false);
  const { bar } = texts;
  useEffect(() => foldedAway(isOpen), [isOpen]);
  const late = countsOf(desk.value.list).late;
  return (
    <header class="bar" id="who">
      <a class="bar-name" href={paths.policy[language]} aria-label={`${texts.siteName}: ${bar.toSite}`}>
        <Mark />
        <span>{texts.siteName}</span>
      </a>
      <nav aria-label={bar.label}>
        <a href={LIST} id="to-list" aria-current={opened.value || room.value ? undefined : 'page'}>
          {texts.list.title}
          {late > 0 && (
            <span class="count" title={bar.late}>
              {late}
            </span>
          )}
        </a>
        <RoomLinks of="bar-room" />
      </nav>
      <KeyState />
      <button
        type="button"
        class="quiet bar-more"
        id="bar-more"
        aria-expanded={isOpen.value}
        aria-controls="bar-menu"
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {bar.more}
      </button>
      <div id="bar-menu" class={isOpen.value ? 'bar-menu is-open' : 'bar-menu'}>
        <RoomLinks of="bar-room in-menu" />
        {hasKey.value ? (
          <Button id="forget-key" work={forgetKey}>
            {bar.forget}
          </Button>
        ) : (
          <Button id="load-key" work={offerKey}>
            {texts.key.submitAgain}
          </Button>
        )}
        <span class="bar-who">
          <span class="unseen">{bar.signedIn}</span> <Person id="who-name" name={session.value?.name ?? ''} />
        </span>
        <Button id="show-shortcuts" work={showShortcuts}>
          <kbd>?</kbd> <span class="shortcuts-word">{texts.shortcuts.button}</span>
        </Button>
        <Languages />
        <Button id="sign-out" work={signOut}>
          {texts.signOut}
        </Button>
      </div>
    </header>
  );
}

/** Folds the menu once something of it was chosen, or somebody turns away from it. @returns what ends that */
function foldedAway(isOpen: Signal<boolean>): () => void {
  const fold = ({ type, target }: Event) => {
    const isInside = target instanceof Element && target.closest('#bar-menu') !== null;
    const isAtButton = target instanceof Element && target.closest('#bar-more') !== null;
    if (type === 'click' ? isInside : !isInside && !isAtButton) isOpen.value = false;
  };
  const foldByKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !isOpen.peek()) return;
    isOpen.value = false;
    if (document.activeElement?.closest('#bar-menu')) focusOn('bar-more');
  };
  document.addEventListener('click', fold);
  document.addEventListener('pointerdown', fold);
  document.addEventListener('keydown', foldByKey);
  return () => {
    document.removeEventListener('click', fold);
    document.removeEventListener('pointerdown', fold);
    document.removeEventListener('keydown', foldByKey);
  };
}

/** The other rooms: in the bar, or where it has no room for them in its menu. */
function RoomLinks({ of }: { of: string }) {
  return rooms
    .filter(({ isInBar = true }) => isInBar)
    .map(({ name, words }) => (
      <a
        key={name}
        class={of}
        href={`#${name}`}
        aria-current={room.value?.name === name ? 'page' : undefined}
      >
        {words}
      </a>
    ));
}

/** Whether the key is here. */
function KeyState() {
  const { bar } = texts;
  return (
    <p class="key-state" id="key-state" role="status" data-loaded={hasKey.value ? '' : undefined}>
      <span class="key-word">{bar.key}</span> {hasKey.value ? bar.loaded : bar.notLoaded}
    </p>
  );
}

/** The same place in another language: the address behind the # goes along, and so does the key. */
function Languages() {
  const here = useSignal(location.hash);
  useEffect(() => {
    const look = () => {
      here.value = location.hash;
    };
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  const others = Object.entries(languageNames).filter(([code]) => code !== language);
  return others.map(([code, name]) => (
    <a
      key={code}
      class="bar-language"
      href={paths.inbox[code as keyof typeof languageNames] + here.value}
      hreflang={code}
      lang={code}
      rel="alternate"
      onClick={sendKeyAlong}
    >
      {name}
    </a>
  ));
}

/** The logo: see src/layouts/logo.ts. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="24" height="24" aria-hidden="true">
      <path d="M2 2h4v2H4v8h2v2H2zM14 2h-4v2h2v8h-2v2h4z" fill="currentColor" />
      <circle cx="8" cy="8" r="2.5" class="mark-point" />
    </svg>
  );
}
