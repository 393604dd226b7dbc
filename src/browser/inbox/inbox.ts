// The inbox: everything is opened on this machine. What is on the page is drawn by Preact from what `state/` says.
import '../dom/no-eval.ts';

import { createElement, render } from 'preact';
import { byId } from '../dom/by-id.ts';
import { begin } from './state/inbox.ts';
import { watchShownAgain } from './state/shown-again.ts';
import { Inbox } from './view/Inbox.tsx';

document.querySelector('[data-scripts-off]')?.remove();
render(createElement(Inbox, null), byId('inbox-drawn'));
watchShownAgain();
void begin().finally(() => document.documentElement.classList.remove('awaiting'));
