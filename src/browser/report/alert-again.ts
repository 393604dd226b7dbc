// What follows where a report is in and its alert could not be set: another try, with the receipt.
import { setAlert } from '../api/reporter.ts';
import { sentenceOf } from '../api/sentences.ts';
import { byId } from '../dom/by-id.ts';
import type { ReportTexts } from './texts.ts';

const button = byId('alert-again-retry');
const status = byId('alert-again-status');
const faultNumber = byId('send-failed-number');

/** Offers to try again with `email`, where the page says that no mail was sent to it. */
export function offerAlertAgain(email: string, accessToken: string, texts: ReportTexts): void {
  const sentences = {
    errors: { offline: status.dataset['offline'] ?? '' },
    problems: texts.problems,
    faultNumber: faultNumber.dataset['text'] ?? '',
  };
  let isBusy = false;
  button.onclick = async () => {
    if (isBusy) return;
    isBusy = true;
    status.textContent = status.dataset['trying'] ?? '';
    const answer = await setAlert(email, accessToken);
    isBusy = false;
    button.hidden = answer.ok;
    status.textContent = answer.ok
      ? (status.dataset['sent'] ?? '')
      : sentenceOf(answer.problem, answer.number, sentences);
  };
  button.hidden = false;
}
