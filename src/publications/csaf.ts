import type { SsvcAnswers } from '../disclosure/ssvc.ts';
import { AdvisoryError, documentObject, type Publisher, releases, type Stated } from './csaf-parts.ts';
import { exploitStatus, scoreOf, ssvcText } from './csaf-score.ts';
import { versionBranch } from './versions.ts';

/**
 * What a security advisory says, in English. A CSAF document has one language, and consumers count documents by their
 * id: so there is one document for each lesson, and it refers to the lesson's pages in every language.
 */
export interface Advisory extends Stated {
  description: string;
  product: string;
  /** One version (`4.2`), constraints as in vers (`<4.3`, `>=4.0|<4.3`), or `all`. */
  affected: string;
  /** In the same form; left out while there is no such version. */
  fixed?: string | undefined;
  /** What somebody could do with it. */
  impact?: string | undefined;
  remediation: { category: RemediationCategory; text: string };
  cve?: string | undefined;
  cwe?: { id: string; name: string } | undefined;
  /** A CVSS 3.1 vector of base metrics. */
  cvss?: string | undefined;
  /** A CVSS 4.0 vector. */
  cvss4?: string | undefined;
  ssvc?: SsvcAnswers | undefined;
}

/** The words of CSAF 2.0. */
export const remediationCategories = [
  'vendor_fix',
  'mitigation',
  'workaround',
  'no_fix_planned',
  'none_available',
] as const;
export type RemediationCategory = (typeof remediationCategories)[number];

/**
 * The advisory as a CSAF 2.0 document of the profile "security advisory".
 * @throws AdvisoryError
 */
export function csafDocument(advisory: Advisory, publisher: Publisher): object {
  const { id, product, affected, fixed, cvss: vector } = advisory;
  const branchOf = (named: 'affected' | 'fixed', versions: string) =>
    versionBranch({ id, product, productId: named, versions, named });
  const threats = threatsOf(advisory);
  return {
    document: documentObject('csaf_security_advisory', advisory, publisher),
    product_tree: {
      branches: [
        {
          branches: [
            {
              branches: [
                branchOf('affected', affected),
                ...(fixed === undefined ? [] : [branchOf('fixed', fixed)]),
              ],
              category: 'product_name',
              name: product,
            },
          ],
          category: 'vendor',
          name: publisher.name,
        },
      ],
    },
    vulnerabilities: [
      {
        ...(advisory.cve === undefined ? {} : { cve: advisory.cve }),
        ...(advisory.cwe === undefined ? {} : { cwe: advisory.cwe }),
        notes: [
          { category: 'description', text: advisory.description, title: 'Description' },
          ...ratingNotes(advisory),
        ],
        product_status: {
          ...(fixed === undefined ? {} : { fixed: ['fixed'] }),
          known_affected: ['affected'],
        },
        remediations: [
          {
            category: advisory.remediation.category,
            details: advisory.remediation.text,
            product_ids: ['affected'],
          },
        ],
        ...(vector === undefined ? {} : { scores: [scoreObject(vector, id)] }),
        ...(threats.length === 0 ? {} : { threats }),
        title: advisory.title,
      },
    ],
  };
}

/**
 * CSAF 2.0 has no field for CVSS 4.0 and SSVC, and its strict schema takes none besides: they are notes, which readers see
 * and programs pass over. Version 2.1, which has them, is a draft.
 */
function ratingNotes({ id, cvss4, ssvc }: Advisory): object[] {
  const notes = [];
  if (cvss4 !== undefined) {
    const found = scoreOf(cvss4, '4.0');
    if (!found) throw new AdvisoryError(`${id}: “${cvss4}” is not a CVSS 4.0 vector.`);
    const text = `${cvss4} (score ${found.score.toFixed(1)}, ${found.severity})`;
    notes.push({ category: 'other', text, title: 'CVSS 4.0' });
  }
  if (ssvc !== undefined) notes.push({ category: 'other', text: ssvcText(ssvc), title: 'SSVC' });
  return notes;
}

function threatsOf(advisory: Advisory): object[] {
  const { impact, ssvc } = advisory;
  const date = releases(advisory).current;
  const product_ids = ['affected'];
  return [
    ...(impact === undefined ? [] : [{ category: 'impact', date, details: impact, product_ids }]),
    ...(ssvc === undefined
      ? []
      : [{ category: 'exploit_status', date, details: exploitStatus[ssvc.exploitation], product_ids }]),
  ];
}

function scoreObject(vector: string, id: string) {
  const base = scoreOf(vector, '3.1');
  if (!base)
    throw new AdvisoryError(`${id}: “${vector}” is not a CVSS 3.1 vector of the eight base metrics.`);
  return {
    cvss_v3: {
      baseScore: base.score,
      baseSeverity: base.severity,
      vectorString: vector,
      version: '3.1',
    },
    products: ['affected'],
  };
}
