import { monthOf } from '../../src/disclosure/clock.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { type SpamFault, spamFaultOf } from '../../src/disclosure/spam.ts';
import { type SpamOutcome, spamSchema } from '../../src/disclosure/team-wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';

type SpamParts = Pick<Parts, EndpointPart | MemberPart | TrailPart>;

/**
 * `POST /api/staff/cases/spam`: erases untouched reports that a member takes for spam, many at once. Each is erased as
 * it was seen or not at all, and the answer says which were not, and why.
 */
export function createSpamHandler(parts: SpamParts): Handler {
  return endpoint('staff/spam', ['POST'], parts, async (request) => {
    requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const { cases } = await readJson(request, limits.body.references, spamSchema);
    const { store, log } = parts;
    const references = cases.map(({ reference }) => reference);
    const [known, marks] = await Promise.all([
      store.findCases(references),
      store.readMarks({ references, member: member.fingerprint }),
    ]);
    const found = new Map(known.map((one) => [one.reference, one]));
    const faults = new Map<string, SpamFault>();
    const spam = cases.flatMap(({ reference, version }, at) => {
      const one = found.get(reference);
      const fault = spamFaultOf(one, marks[at]?.notes ?? 0, version);
      if (fault) faults.set(reference, fault);
      return one && !fault ? [{ reference, seenVersion: version, month: monthOf(one.receivedAt) }] : [];
    });
    const erased = spam.length === 0 ? [] : await store.eraseSpam(spam);
    if (erased.length > 0) {
      await recordTrail(member, 'erased-spam', erased, parts);
      await store.scrub();
    }
    // Who was judged fit and is not erased has changed in between, or another member was first.
    for (const { reference } of spam) if (!erased.includes(reference)) faults.set(reference, 'changed');
    const kept = [...faults].map(([reference, fault]) => ({ reference, fault }));
    // Numbers only: the names of what was erased are in the trail, for the team.
    log({ event: 'spam', erased: erased.length, kept: kept.length });
    const outcome: SpamOutcome = { erased, kept };
    return json(outcome);
  });
}

export const ALL = route(createSpamHandler);
