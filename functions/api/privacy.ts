import { languageCodes, paths } from '../../src/i18n/languages.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { privacyPage } from '../pages/privacy.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';

type PrivacyParts = Pick<Parts, EndpointPart | 'contactEmail' | 'retentionDays' | 'services' | 'webhook'>;

/**
 * `GET /privacy` and `/en/privacy`: the data notice. Made by a function, so that what it says of retention and of who
 * keeps the data is what the functions do, and no build can say otherwise. Asks nothing of the store.
 */
export function createPrivacyHandler(parts: PrivacyParts): Handler {
  return endpoint('privacy', ['GET', 'HEAD'], parts, async (request) => {
    const { pathname } = new URL(request.url);
    const language = languageCodes.find((code) => paths.privacy[code] === pathname) ?? languageCodes[0];
    const { contactEmail, retentionDays, services, webhook } = parts;
    const facts = { contactEmail, retentionDays, services, hasWebhook: webhook !== null };
    const response = await privacyPage(facts, language);
    return request.method === 'HEAD' ? new Response(null, response) : response;
  });
}

export const ALL = route(createPrivacyHandler);
