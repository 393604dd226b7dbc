import { z } from 'zod';
import { perLanguage } from '../i18n/languages.ts';
import { remediationCategories } from './csaf.ts';
import { https, line, revisionsWith, trackingId, versions } from './fields.ts';
import { overlap } from './version-ranges.ts';

/** The words of VEX for how a product stands, as OpenVEX spells them. */
export const vexStatuses = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;
export type VexStatus = (typeof vexStatuses)[number];

/** Why a product is not affected: the same words in CSAF 2.0 and OpenVEX 0.2.0. */
export const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;

const inEach = z.strictObject(perLanguage(() => line));

const product = z
  .strictObject({
    /** As customers call it. */
    name: line,
    versions,
    /** A package URL without a version, such as `pkg:npm/%40voorbeeld/portaal`, for programs that look products up. */
    purl: z
      .string()
      .regex(
        /^pkg:[a-z][a-z0-9.+-]*\/(?:[\w.~!$&'()*+,;=:/-]|%[\dA-F]{2})*(?<!\/)$/i,
        'must be a package URL without a version, such as pkg:npm/portaal, in which other characters stand as in %40',
      )
      .refine(isDecodable, 'has a % with what stands for no character behind it; an @ is %40')
      .optional(),
    status: z.enum(vexStatuses),
    justification: z.enum(justifications).optional(),
    /** Of what is affected: what can be done. */
    remediation: z.enum(remediationCategories).optional(),
    /** Why it is not affected, what a customer has to do, or what is known so far. */
    text: inEach.optional(),
  })
  .superRefine(({ status, justification, remediation, text }, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (status === 'not_affected' && justification === undefined && text === undefined)
      fault(
        'justification',
        'is missing, and so is a text; a product that is not affected needs one of both',
      );
    if (status !== 'not_affected' && justification !== undefined)
      fault('justification', 'belongs to a product that is not affected; take it out');
    if (status === 'affected' && remediation === undefined)
      fault('remediation', 'is missing; say what can be done, if only none_available');
    if (status !== 'affected' && remediation !== undefined)
      fault('remediation', 'belongs to a product that is affected; take it out');
    if (status === 'affected' && text === undefined)
      fault('text', 'is missing; say what a customer has to do');
  });

function isDecodable(purl: string): boolean {
  try {
    decodeURIComponent(purl);
    return true;
  } catch {
    return false;
  }
}

/**
 * Of each version of a product one thing is said: the documents have an entry for each, by name and by package URL, and no
 * program could tell which of two to believe.
 */
function saidTwice(products: readonly z.output<typeof product>[], context: z.RefinementCtx): void {
  for (const [index, one] of products.entries()) {
    const before = products
      .slice(0, index)
      .findIndex((other) => isSameProduct(one, other) && overlap(one.versions, other.versions));
    if (before < 0) continue;
    const message = `names versions of which products.${before} says something already; say one thing of each`;
    context.addIssue({ code: 'custom', path: [index, 'versions'], message });
  }
}

type Named = Pick<z.output<typeof product>, 'name' | 'versions' | 'purl'>;

function isSameProduct(one: Named, other: Named): boolean {
  const nameOf = ({ name }: Named) => name.toLowerCase().replaceAll(/\s+/g, ' ');
  return nameOf(one) === nameOf(other) || (one.purl !== undefined && one.purl === other.purl);
}

/**
 * Whether products of the organisation are affected by a weak spot that has a public name, mostly one in a part that many
 * use: what a page shows, and all that the CSAF profile "VEX" and OpenVEX ask for.
 */
export const vexSchema = z
  .strictObject({
    id: trackingId('VEX-2026-0007'),
    title: inEach,
    /** One or two sentences. */
    summary: inEach,
    revisions: revisionsWith(inEach),
    vulnerability: z.strictObject({
      id: z
        .string()
        .regex(
          /^(?:CVE-\d{4}-\d{4,}|EUVD-\d{4}-\d+|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})$/,
          'must be an id such as CVE-2026-12345, EUVD-2026-12345 or GHSA-jfh8-c2jp-5v3q',
        ),
      /** What it is, without any product of the organisation. */
      description: inEach,
    }),
    products: z.array(product).min(1, 'must name at least one product').superRefine(saidTwice),
    references: z.array(z.strictObject({ url: https, text: inEach })).default([]),
    /** Shown in a demonstration only. */
    example: z.boolean().default(false),
  })
  .transform((vex) => ({
    ...vex,
    /** The day of publication. */
    date: vex.revisions[0].date,
    /** The day of the present text. */
    updated: vex.revisions.at(-1)?.date ?? vex.revisions[0].date,
  }));
export type VexData = z.output<typeof vexSchema>;
export type VexProduct = VexData['products'][number];
