import { z } from 'zod';
import { limits } from '../../src/disclosure/limits.ts';
import { languageCodes, preferredLanguage } from '../../src/i18n/languages.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { ID, paramOf } from '../http/params.ts';
import { ProblemError } from '../http/problem.ts';
import { readText, requireSameSite } from '../http/request.ts';
import { alertAnsweredPage, alertPage } from '../pages/alert.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { silence } from '../reporter/alerts.ts';
import { countRequest } from '../reporter/case-access.ts';
import { perVisitor } from '../reporter/visitor-limits.ts';
import { route } from '../route.ts';
import type { HitLimit } from '../store/store.ts';

type AlertAnswerParts = Pick<Parts, EndpointPart | 'store' | 'now' | 'visitorKey' | 'addresses'>;

/** Answers that one visitor may give; see `perVisitor`. */
const ofVisitor: HitLimit = { key: 'alert-answers', most: 20, windowSeconds: 15 * 60 };

const answerSchema = z.strictObject({ answer: z.enum(['yes', 'no']), language: z.enum(languageCodes) });

/**
 * `GET /api/alerts/{id}`: the page behind the link in a mail. Opening it changes nothing (mail programs open
 * links by themselves); its two buttons `POST` here: `answer=yes` turns the alert on, `answer=no` erases the address. A
 * no to the question itself holds for that address, whoever gives it again.
 */
export function createAlertAnswerHandler(parts: AlertAnswerParts): Handler {
  return endpoint('alerts', ['GET', 'POST'], parts, async (request, params) => {
    const { searchParams } = new URL(request.url);
    const asked = languageCodes.find((code) => code === searchParams.get('language'));
    const language = asked ?? preferredLanguage(request.headers.get('accept-language'));
    const id = paramOf(params, 'id', ID);
    if (request.method === 'GET') return alertPage(id, language);
    requireSameSite(request, parts);
    await countRequest(parts, perVisitor(request, parts, ofVisitor));
    const fields = Object.fromEntries(new URLSearchParams(await readText(request, limits.body.small)));
    const parsed = answerSchema.safeParse(fields);
    if (!parsed.success) throw new ProblemError('invalid-fields');
    const isWanted = parsed.data.answer === 'yes';
    const answered = await parts.store.answerAlert({ alertId: id, isWanted });
    if (answered && !isWanted && !answered.alert.isConfirmed) {
      const address = parts.addresses.open(answered.alert.address, answered.reference);
      if (address !== null) await silence(address, parts);
    }
    return alertAnsweredPage(answered ? parsed.data.answer : 'gone', parsed.data.language);
  });
}

export const ALL = route(createAlertAnswerHandler);
