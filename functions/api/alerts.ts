import { z } from 'zod';
import { limits } from '../../src/disclosure/limits.ts';
import { idSchema } from '../../src/disclosure/wire.ts';
import { languageCodes, preferredLanguage } from '../../src/i18n/languages.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { ProblemError } from '../http/problem.ts';
import { readText, requireSameSite } from '../http/request.ts';
import { alertAnsweredPage, alertPage } from '../pages/alert.ts';
import type { AddressBox } from '../reporter/alert-address.ts';
import { silence } from '../reporter/alerts.ts';
import { countRequest, type ReporterParts } from '../reporter/case-access.ts';
import { perVisitor } from '../reporter/visitor-limits.ts';
import type { HitLimit } from '../store/store.ts';

export interface AlertAnswerParts extends ReporterParts {
  addresses: AddressBox;
  log: Log;
}

/** Answers that one visitor may give; see `perVisitor`. */
const ofVisitor: HitLimit = { key: 'alert-answers', most: 20, windowSeconds: 15 * 60 };

const answerSchema = z.strictObject({ answer: z.enum(['yes', 'no']), language: z.enum(languageCodes) });

/**
 * `GET /api/alerts/{id}`: the page behind the link in a mail. Opening it changes nothing (mail programs open
 * links by themselves); its two buttons `POST` here: `answer=yes` turns the alert on, `answer=no` erases the address. A
 * no to the question itself holds for that address, whoever gives it again.
 */
export function createAlertAnswerHandler(parts: AlertAnswerParts): Handler {
  return endpoint('alerts', ['GET', 'POST'], parts.log, async (request) => {
    const url = new URL(request.url);
    const asked = languageCodes.find((code) => code === url.searchParams.get('language'));
    const language = asked ?? preferredLanguage(request.headers.get('accept-language'));
    const id = idSchema.safeParse(url.pathname.split('/').at(-1));
    if (!id.success) throw new ProblemError('not-found');
    if (request.method === 'GET') return alertPage(id.data, language);
    requireSameSite(request, parts.siteUrl);
    await countRequest(parts, perVisitor(request, parts, ofVisitor));
    const fields = Object.fromEntries(new URLSearchParams(await readText(request, limits.body.small)));
    const parsed = answerSchema.safeParse(fields);
    if (!parsed.success) throw new ProblemError('invalid-fields');
    const isWanted = parsed.data.answer === 'yes';
    const answered = await parts.store.answerAlert({ alertId: id.data, isWanted });
    if (answered && !isWanted && !answered.alert.isConfirmed) {
      const address = parts.addresses.open(answered.alert.address, answered.reference);
      if (address !== null) await silence(address, parts);
    }
    return alertAnsweredPage(answered ? parsed.data.answer : 'gone', parsed.data.language);
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createAlertAnswerHandler(await getParts());
});
