import { z } from 'zod';
import type { EvidenceView } from '../../src/disclosure/evidence-wire.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { languageCodes } from '../../src/i18n/languages.ts';
import { writeEvidence } from '../../src/log/evidence.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError, tooMany } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { casesOfMonth, evidenceOf, type Found } from '../staff/evidence.ts';
import { evidenceWords } from '../staff/evidence-words.ts';
import { type MemberPart, requireMember } from '../staff/session.ts';
import { requireTrail, type TrailPart } from '../staff/trail.ts';
import { isCodeCursor } from '../store/store.ts';

type EvidenceParts = Pick<Parts, EndpointPart | MemberPart | TrailPart>;

/** Documents that one member may have made in an hour: each looks through many cases. */
const MOST_MADE = 120;
const HOUR = 60 * 60;

/** One case, or those that were received in a month; `after` goes on behind the part before. */
const querySchema = z
  .strictObject({
    case: z.string().regex(REFERENCE).optional(),
    month: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
      .optional(),
    after: z.string().refine(isCodeCursor).nullable().default(null),
    language: z.enum(languageCodes).default(languageCodes[0]),
  })
  .refine((query) => (query.case === undefined) !== (query.month === undefined))
  .refine(({ month, after }) => after === null || month !== undefined);

/**
 * `GET /api/staff/evidence?case=…` or `?month=2026-11`, with `&after=…` and `&language=…`: for auditors, what was promised,
 * when it was kept and by whom, with the log’s proof, signed by the desk. Nothing of a finding is in it. Of a month at most
 * 25 cases in one document; `next` tells where the next one goes on. What was erased is in none.
 */
export function createEvidenceHandler(parts: EvidenceParts): Handler {
  return endpoint('staff/evidence', ['GET'], parts, async (request) => {
    const member = await requireMember(request, parts);
    const { store, siteUrl: site, desk } = parts;
    const madeAt = parts.now().getTime();
    const limit = { key: `evidence:${member.fingerprint}`, most: MOST_MADE, windowSeconds: HOUR };
    const seconds = await store.countHit({ limits: [limit], now: madeAt });
    if (seconds !== null) throw tooMany(seconds);
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw new ProblemError('invalid-fields');
    const { case: reference, month = '', after, language } = query.data;
    const about = reference ?? month;
    const found =
      reference === undefined ? await casesOfMonth(store, month, after) : await oneCase(reference, parts);
    const [figures] = reference === undefined ? await store.readFigures([month]) : [];
    const received = figures?.received ?? null;
    const facts = { about, madeAt, received };
    const made = await evidenceOf(found, evidenceWords({ ...facts, next: null, cases: [] }, language), parts);
    const { fingerprint: by, name } = member;
    const text = writeEvidence(
      { ...facts, ...made, site, by, name, after },
      evidenceWords({ ...facts, ...made }, language),
    );
    // What nobody can trace afterwards is not given out.
    await requireTrail(member, 'evidence', reference ?? null, parts);
    const view: EvidenceView = { document: desk.sign(text), next: made.next };
    return json(view);
  });
}

async function oneCase(reference: string, { store }: EvidenceParts): Promise<Found> {
  const one = await store.findCase(reference);
  if (!one) throw new ProblemError('not-found');
  return { cases: [one], next: null };
}

export const ALL = route(createEvidenceHandler);
