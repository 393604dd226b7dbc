// A document about a weak spot that came as a file: a CSAF advisory or VEX statement, or an OSV record, as a summary.

/** What may be said of a product, in the order in which it is shown (CSAF 2.0 section 3.2.3.9; the last by 2.1). */
export const productStatuses = [
  'known_affected',
  'first_affected',
  'last_affected',
  'known_not_affected',
  'under_investigation',
  'first_fixed',
  'fixed',
  'recommended',
  'unknown',
] as const;
export type ProductStatus = (typeof productStatuses)[number];

/** Names of products, and how many there are besides. */
export interface Names {
  names: string[];
  more: number;
}

/** A text of the document's; `kind` is what its standard calls such a text, `name` its own title. */
export interface DocumentNote {
  kind: string;
  name: string;
  text: string;
}

export interface Reference {
  /** What it is about, in words or by a word of the standard. */
  about: string;
  address: string;
}

/** How bad it is, as the document says. */
export interface Score {
  /** `CVSS 3.1` */
  system: string;
  /** A number, or a word; may be empty. */
  value: string;
  rating: string;
  vector: string;
  products: Names;
}

/** Products that a standing is said of. */
export interface StandingOf {
  standing: ProductStatus;
  products: Names;
}

/** Why products are not affected, what to do, or what is known of an attack: a word of the standard and the words with it. */
export interface Remark {
  about: 'flag' | 'remediation' | 'threat';
  kind: string;
  text: string;
  address: string;
  date: string;
  products: Names;
}

/** A line of versions, from the first that is affected. */
export interface VersionRange {
  /** `SEMVER`, `ECOSYSTEM` or `GIT`. */
  kind: string;
  repository: string;
  events: { kind: VersionEvent; version: string }[];
}
export const versionEvents = ['introduced', 'fixed', 'last_affected', 'limit'] as const;
export type VersionEvent = (typeof versionEvents)[number];

/** A package, and which versions of it are affected. */
export interface AffectedPackage {
  name: string;
  ranges: VersionRange[];
  versions: Names;
}

export interface Vulnerability {
  title: string;
  /** Of CVE, GHSA, OSV and others. */
  ids: string[];
  related: string[];
  weaknesses: string[];
  scores: Score[];
  standings: StandingOf[];
  packages: AffectedPackage[];
  remarks: Remark[];
  notes: DocumentNote[];
  references: Reference[];
  /** Moments, as they are written; empty where there is none. */
  discovered: string;
  disclosed: string;
  exploited: string;
}

/** What is shown of such a document. Everything in it is a stranger's, and is shown as text. */
export interface Advisory {
  format: 'CSAF' | 'OSV';
  version: string;
  /** What kind of document it is, by CSAF: `csaf_vex`. */
  category: string;
  title: string;
  id: string;
  publisher: string;
  /** By CSAF: `draft`, `interim` or `final`, and the version of the document. */
  status: string;
  revision: string;
  /** Whom it may be shared with, by the Traffic Light Protocol. */
  sharing: string;
  severity: string;
  /** Moments, as they are written; empty where there is none. */
  published: string;
  modified: string;
  withdrawn: string;
  notes: DocumentNote[];
  references: Reference[];
  vulnerabilities: Vulnerability[];
  /** Whether all of it is here that a summary has a place for. */
  isWhole: boolean;
}
