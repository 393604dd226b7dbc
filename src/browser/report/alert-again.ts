// What follows where a report is in and its alert could not be set: another try, with the receipt.

import type { ReportTexts } from '../../handover/report.ts';
import { setAlert } from '../api/reporter.ts';
import { sentenceOf } from '../api/sentences.ts';
import { byId } from '../dom/by-id.ts';

const button = byId('alert-again-retry');
const status = byId('alert-again-status');

/** Offers to try again with `email`, where the page says that no mail was sent to it. */
export function offerAlertAgain(email: string, accessToken: string, texts: ReportTexts): void {
  const { alertAgain, problems, faultNumber } = texts;
  const sentences = { errors: { offline: alertAgain.offline }, problems, faultNumber };
  let isBusy = false;
  button.onclick = async () => {
    if (isBusy) return;
    isBusy = true;
    status.textContent = alertAgain.trying;
    const answer = await setAlert(email, accessToken);
    isBusy = false;
    button.hidden = answer.ok;
    status.textContent = answer.ok ? alertAgain.sent : sentenceOf(answer.problem, answer.number, sentences);
  };
  button.hidden = false;
}
