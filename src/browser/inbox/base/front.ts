// What is said above the page, and whether somebody can sign in: known to every part of it.
import { signal } from '@preact/signals';
import type { SessionView } from '../../../disclosure/sign-in-wire.ts';
import { focusOn } from './focus.ts';

/** Where the link from a case back to the list leads. */
export const LIST = '#list';

/** What is said above the page, whatever is in front; empty for nothing. */
export const notice = signal('');
/** What was said there last that is no warning, as all is well. */
export const goodNews = signal('');
/** Whether somebody can sign in, or load their key. */
export const isSignInOffered = signal(false);

/** Offers to load a private key. */
export function offerKey(): void {
  isSignInOffered.value = true;
  focusOn('key-title');
}

/** Hears that somebody signed in, or loaded their key. */
export type SignedIn = (session: SessionView) => void;
