// What follows where a report is in and its alert could not be set: another try, with the receipt.
import * as z from 'zod/mini';
import { fillIn } from '../../i18n/fill-in.ts';
import { askApi } from '../api/send.ts';
import { byId } from '../dom/by-id.ts';
import type { ReportTexts } from './texts.ts';

const button = byId('alert-again-retry');
const status = byId('alert-again-status');
const faultNumber = byId('send-failed-number');

/** Offers to try again with `email`, where the page says that no mail was sent to it. */
export function offerAlertAgain(email: string, accessToken: string, texts: ReportTexts): void {
  let isBusy = false;
  button.onclick = async () => {
    if (isBusy) return;
    isBusy = true;
    status.textContent = status.dataset['trying'] ?? '';
    const answer = await askApi('PUT', '/api/case/alert', z.undefined(), { accessToken, body: { email } });
    isBusy = false;
    if (answer.ok) {
      button.hidden = true;
      status.textContent = status.dataset['sent'] ?? '';
      return;
    }
    const { problem, number } = answer;
    const sentence = problem === 'offline' ? (status.dataset['offline'] ?? '') : texts.problems[problem];
    const named = number === '' ? '' : ` ${fillIn(faultNumber.dataset['text'] ?? '', { number })}`;
    status.textContent = `${sentence}${named}`;
  };
  button.hidden = false;
}
