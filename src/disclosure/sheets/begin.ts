// What stands in a sheet before anybody fills it in: what was reported at the stage before, else what the case and the
// organisation say. It is a beginning: nothing of it is saved until somebody saves it.
import type { ProductType } from '../../organisation.ts';
import { type Duty, trackOf } from '../duties.ts';
import { askedFor } from './asked.ts';
import { type SheetValues, tidied } from './sheet.ts';

/** What the organisation says of itself and its products, see `src/organisation.ts`. */
export interface MakerFacts {
  name: string;
  memberStates: readonly string[];
  products: readonly { name: string; type: ProductType }[];
}

/** What a case says that a sheet asks. Moments are ISO 8601; null and empty for what is not known. */
export interface CaseFacts {
  /** What the report is about, its version, and what an attacker could do, in the reporter's words. */
  system: string;
  version: string;
  impact: string;
  labels: readonly string[];
  exploitedAt: string | null;
  incidentAt: string | null;
  fixedAt: string | null;
}

/** Sentences in the language of who fills it in. */
export interface BeginWords {
  title: string;
  summary: string;
  nature: string;
  severity: string;
}

/** What the sheet of a duty begins with, where none of the stage before is kept. */
export function fromCase(duty: Duty, one: CaseFacts, maker: MakerFacts, words: BeginWords): SheetValues {
  const isIncident = trackOf(duty) === 'incident';
  const product = productOf(one.system, maker.products);
  const numbered = (form: RegExp) =>
    one.labels.map((label) => label.toUpperCase()).find((label) => form.test(label));
  const values = {
    title: words.title,
    summary: words.summary,
    manufacturer: maker.name,
    memberStates: maker.memberStates.join(' '),
    productName: product?.name ?? one.system,
    productVersion: one.version,
    productType: product?.type,
    cve: numbered(/^CVE-\d{4}-\d{4,}$/),
    euvd: numbered(/^EUVD-\d{4}-\d{4,}$/),
    awareAt: (isIncident ? one.incidentAt : one.exploitedAt) ?? undefined,
    nature: words.nature,
    severity: words.severity,
    impact: one.impact,
    measureAt: one.fixedAt ?? undefined,
  };
  return tidied(duty, values);
}

/**
 * The same where there is a sheet of the stage before: all that stands in it and is asked here too, and what only the case
 * says beside it.
 */
export function fromBefore(duty: Duty, before: SheetValues, ofCase: SheetValues): SheetValues {
  const asked = new Set(askedFor(duty).map(({ field }) => field.id));
  const carried = Object.entries(before).filter(([id]) => asked.has(id as keyof SheetValues));
  return tidied(duty, { ...ofCase, ...Object.fromEntries(carried) });
}

/** Which product a report is about: the one whose name stands in what the reporter says that it is about. */
export function productOf<Product extends { name: string }>(
  system: string,
  products: readonly Product[],
): Product | undefined {
  return products.find(({ name }) => name !== '' && system.toLowerCase().includes(name.toLowerCase()));
}
