// The inbox: everything is opened on this machine. What is on the page is drawn by Preact from what `state/` says.
import '../dom/no-eval.ts';

import { createElement, render } from 'preact';
import { byId } from '../dom/by-id.ts';
import { watchShownAgain } from './base/shown-again.ts';
import { Inbox } from './frame/Inbox.tsx';
import { begin } from './frame/inbox.ts';

document.querySelector('[data-scripts-off]')?.remove();
render(createElement(Inbox, null), byId('inbox-drawn'));
watchShownAgain();
void begin().finally(() => document.documentElement.classList.remove('awaiting'));
