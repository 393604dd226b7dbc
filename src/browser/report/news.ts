// News by mail, offered where a report is in: to who gave no address, and once more where no mail could go to it.

import { asciiAddress } from '../../disclosure/address.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { setAlert } from '../api/reporter.ts';
import { sentenceOf } from '../api/sentences.ts';
import { byId } from '../dom/by-id.ts';
import { tell } from '../dom/tell.ts';

const form = byId<HTMLFormElement>('news');
const field = byId<HTMLInputElement>('field-news');
const error = byId('error-news');
const button = byId('news-set');
const status = byId('news-status');

/**
 * Offers it.
 * @param email what was given before; empty for nothing
 * @param done called once a mail was sent there
 */
export function offerNews(email: string, accessToken: string, texts: ReportTexts, done: () => void): void {
  const { news, problems, faultNumber } = texts;
  const sentences = { errors: { offline: news.offline }, problems, faultNumber };
  let isBusy = false;
  const say = (wrong: string) => tell(error, field, wrong);
  field.value = email;
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    const address = asciiAddress(field.value.trim());
    say(address === null ? news.wrong : '');
    if (address === null) return field.focus();
    isBusy = true;
    status.textContent = news.trying;
    const answer = await setAlert(address, accessToken);
    isBusy = false;
    status.textContent = answer.ok ? news.sent : '';
    say(answer.ok ? '' : sentenceOf(answer.problem, answer.number, sentences));
    if (!answer.ok) return;
    field.value = '';
    button.hidden = true;
    (field.closest('.field') as HTMLElement).hidden = true;
    done();
  };
}
