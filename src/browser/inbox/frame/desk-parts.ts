// Everything that somebody needs who is signed in, and nobody before: see load-desk.ts.
export { watchKeyboard } from '../base/keyboard.ts';
export { Bar } from './Bar.tsx';
export { areStuck, areTyped, begin, close, forgetUnsent, keepUnsent, keepUp, show } from './desk.ts';
export { LostNote } from './LostNote.tsx';
export { Panes } from './Panes.tsx';
export { Shortcuts } from './Shortcuts.tsx';
export { watchTitle } from './title.ts';
