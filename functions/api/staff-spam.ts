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
import { orNotErased, recordTrail, requireTrail, type TrailPart } from '../staff/trail.ts';

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
    const [{ cases: known, unreadable }, marks] = await Promise.all([
      store.findCases(references),
      store.readMarks({ references, member: member.fingerprint }),
    ]);
    const found = new Map(known.map((one) => [one.reference, one]));
    const faults = new Map<string, SpamFault>();
    const spam = cases.flatMap(({ reference, version }, at) => {
      const one = found.get(reference);
      const { notes = 0, shared = 0 } = marks[at] ?? {};
      const isThere = one !== undefined || unreadable.includes(reference);
      const fault = one || !isThere ? spamFaultOf(one, notes - shared, version) : 'unreadable';
      if (fault) faults.set(reference, fault);
      return one && !fault ? [{ reference, seenVersion: version, month: monthOf(one.receivedAt) }] : [];
    });
    const fit = spam.map(({ reference }) => reference);
    // Before they are gone: no erasure without its line.
    if (fit.length > 0) await requireTrail(member, 'erased-spam', fit, parts);
    const erased = fit.length === 0 ? [] : await orNotErased(fit, member, parts, () => store.eraseSpam(spam));
    if (erased.length > 0) await store.scrub();
    // What was judged fit and is not erased has changed in between, or another member was first.
    const changed = fit.filter((reference) => !erased.includes(reference));
    for (const reference of changed) faults.set(reference, 'changed');
    await recordTrail(member, 'not-erased', changed, parts);
    const kept = [...faults].map(([reference, fault]) => ({ reference, fault }));
    // Numbers only: the names of what was erased are in the trail, for the team.
    log({ event: 'spam', erased: erased.length, kept: kept.length });
    const outcome: SpamOutcome = { erased, kept };
    return json(outcome);
  });
}

export const ALL = route(createSpamHandler);
