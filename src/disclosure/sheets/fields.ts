// What the single reporting platform asks (Regulation (EU) 2024/2847, article 14(2) and (4), and article 16): the one file
// to update when ENISA asks something else. A field that goes from here goes from the sheets; what was saved of it stays in
// the notes that have it.
//
// Where it is from, as read on 27 November 2026:
// - ENISA, CRA SRP Glossary, version 1.4, of 1 October 2026. Not the page itself, which lets no program in: a copy that a
//   person made on 7 October, beside full ones of versions 1.1 to 1.3 (5 to 25 September), all kept by others. Since then it has a
//   moment of exploitation (v26a) and two notes: 40, of the reporter's, at any time and at no stage, so that no sheet has it, and
//   41, of the CSIRT's.
// - ENISA, CRA SRP FAQ, Q16, of 31 July 2026, also as copied: it has the level, and general information in two parts, the
//   nature of the weak spot and of the exploit, which are one field on the platform (v21).
// - The text of article 14. Ours is the reading that measures taken, and those for users, are needed at 72 hours, as (2)(b)
//   and (4)(b) say: the glossary has them as optional until the final report since 1.3. Ours as well are the limits of
//   `manufacturer`, `productCategory` and the two parts of v21, which have none of their own there.
// "Optional" and "required if available" are both `wanted`. The reporting times and the reporter are filled in by the
// platform, and the manufacturer from its registration there.
import type { Track } from '../duties.ts';

/** What the table is of; stands in whatever is made of it. */
export const sheetSource = {
  name: 'ENISA CRA SRP Glossary 1.4',
  date: '2026-10-01',
  address:
    'https://www.enisa.europa.eu/topics/product-security/single-reporting-platform-srp/cra-srp-glossary2',
} as const;

/**
 * How a field is asked at a stage: it must be filled in; may be, where it is known; comes from the stage before and can be
 * changed; or is not there.
 */
export const needs = ['needed', 'wanted', 'carried', 'none'] as const;
export type Need = (typeof needs)[number];

/** The countries in which a product can be made available: those of the Union, by ISO 3166-1. */
export const memberStates =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** On which a 72-hour notification may be kept from ENISA for a while: article 16(2), third subparagraph. */
const grounds = ['one-state', 'essential-interests', 'imminent-risk'] as const;

interface Shape {
  id: string;
  /** Its number in the glossary, or more with `, ` between them; `v` is of weak spots, `i` of incidents. Empty for none. */
  number: string;
  /**
   * `fixed`: it follows from the duty. `line` and `text` are typed, `choice` is one of a few, `several` some of many, with
   * spaces between them, and `moment` is ISO 8601 in UTC.
   */
  kind: 'fixed' | 'line' | 'text' | 'choice' | 'several' | 'moment';
  /** The most characters that it takes, where it is typed. */
  most?: number;
  choices?: readonly string[];
  /** At the early warning, the notification and the final report; a track that it is not on is missing. */
  asked: Partial<Record<Track, readonly [Need, Need, Need]>>;
}

const [N, W, C, O] = needs;
const both = (...asked: [Need, Need, Need]) => ({ exploited: asked, incident: asked });
const exploited = (...asked: [Need, Need, Need]) => ({ exploited: asked });
const incident = (...asked: [Need, Need, Need]) => ({ incident: asked });

/** In the order of the platform, as far as it has one. */
export const sheetFields = [
  { id: 'type', number: '1', kind: 'fixed', asked: both(N, C, C) },
  { id: 'level', number: '', kind: 'fixed', asked: both(N, N, N) },
  { id: 'title', number: '2', kind: 'line', most: 255, asked: both(N, C, C) },
  { id: 'summary', number: '3', kind: 'text', most: 4000, asked: both(N, C, C) },
  { id: 'manufacturer', number: '4', kind: 'line', most: 255, asked: both(N, C, C) },
  { id: 'memberStates', number: '5', kind: 'several', choices: memberStates, asked: both(N, C, C) },
  { id: 'productName', number: '6', kind: 'line', most: 255, asked: both(N, C, C) },
  { id: 'productVersion', number: '7', kind: 'line', most: 255, asked: both(N, C, C) },
  {
    id: 'productType',
    number: '8',
    kind: 'choice',
    choices: ['default', 'important', 'critical'],
    asked: both(W, C, C),
  },
  { id: 'productClass', number: '9', kind: 'choice', choices: ['I', 'II'], asked: both(W, C, C) },
  { id: 'productCategory', number: '10', kind: 'line', most: 255, asked: both(W, C, C) },
  { id: 'endOfSupport', number: '11', kind: 'choice', choices: ['yes', 'no'], asked: both(W, C, C) },
  { id: 'component', number: '12', kind: 'line', most: 255, asked: both(W, C, C) },
  { id: 'cve', number: 'v19', kind: 'line', most: 255, asked: exploited(W, C, C) },
  { id: 'euvd', number: 'v20', kind: 'line', most: 255, asked: exploited(W, C, C) },
  {
    id: 'suspected',
    number: 'i31',
    kind: 'choice',
    choices: ['yes', 'no', 'unknown'],
    asked: incident(N, C, C),
  },
  {
    id: 'awareAt',
    number: 'v26, i37',
    kind: 'moment',
    asked: { ...exploited(N, C, C), ...incident(N, N, C) },
  },
  { id: 'occurredAt', number: 'v26a, i38', kind: 'moment', asked: both(W, N, C) },
  { id: 'nature', number: 'v21', kind: 'text', most: 1990, asked: exploited(W, N, C) },
  { id: 'exploit', number: 'v21', kind: 'text', most: 1990, asked: exploited(W, N, C) },
  { id: 'incidentNature', number: 'i32', kind: 'text', most: 4000, asked: incident(W, N, C) },
  { id: 'assessment', number: 'i39', kind: 'text', most: 4000, asked: incident(W, N, C) },
  { id: 'attackVector', number: '18', kind: 'line', most: 255, asked: both(O, W, W) },
  { id: 'measureExpected', number: '13', kind: 'choice', choices: ['yes', 'no'], asked: both(W, C, C) },
  { id: 'userAction', number: '14', kind: 'text', most: 4000, asked: both(W, C, C) },
  { id: 'measuresTaken', number: '16', kind: 'text', most: 2000, asked: both(W, N, N) },
  { id: 'measuresForUsers', number: '17', kind: 'text', most: 4000, asked: both(W, N, N) },
  { id: 'sensitivity', number: '15', kind: 'text', most: 255, asked: both(W, W, C) },
  { id: 'grounds', number: 'v28, v29', kind: 'several', choices: grounds, asked: exploited(O, W, O) },
  { id: 'further', number: 'v30', kind: 'text', most: 800, asked: exploited(W, W, C) },
  { id: 'measureAt', number: 'v22', kind: 'moment', asked: exploited(W, W, N) },
  { id: 'update', number: 'v23', kind: 'text', most: 2000, asked: exploited(W, W, N) },
  { id: 'severity', number: 'v24, i34', kind: 'text', most: 4000, asked: both(W, W, N) },
  { id: 'impact', number: 'v25, i35', kind: 'text', most: 4000, asked: both(W, W, N) },
  { id: 'actor', number: 'v27', kind: 'line', most: 100, asked: exploited(W, W, W) },
  { id: 'rootCause', number: 'i36', kind: 'text', most: 255, asked: incident(W, W, N) },
  { id: 'mitigation', number: 'i33', kind: 'text', most: 4000, asked: incident(W, W, N) },
] as const satisfies readonly Shape[];

export type FieldId = (typeof sheetFields)[number]['id'];
export interface SheetField extends Shape {
  id: FieldId;
}
