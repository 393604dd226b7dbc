/**
 * Who publishes this site. Another organisation adopts Meldpunt by editing this file, adding its own key
 * (`public/team-key.asc`) and setting its addresses (see `.env.example`). Every page, mail and
 * security.txt takes its facts from here.
 */
export interface Organisation {
  /** The name as it stands in running text. */
  name: string;
  /** International notation with spaces, e.g. `+31 318 894614`. */
  telephone: string;
  /**
   * When it is answered, in words, by the codes of all languages of the site, e.g. `{ nl: 'op werkdagen van 9 tot 17 uur',
   * en: 'on working days from 9 am to 5 pm' }`; absent: nothing is said of it.
   */
  telephoneHours?: Readonly<Record<string, string>>;
  /** The day on which the commitments in the policy last changed, `YYYY-MM-DD`. */
  policyLastChanged: string;
  /**
   * From when on messages are signed here, ISO 8601. An unsigned one of a case of before that is said to be of before
   * signatures, and not to be unsigned. A new desk leaves it as it is.
   */
  signedSince: string;
  /** Days within which a reporter has a first response; counted as 24 hours each from receipt. */
  firstResponseDays: number;
  /** The least that a report of an unknown problem earns: a voucher, in whole euros. */
  minimumReward: number;
  /** IANA zone in which mails to the team and pages made by the server write their times. */
  timeZone: string;
  /** What it is to the products that its security advisories are about, in the words of CSAF 2.0 section 3.2.1.8.1. */
  publisherCategory: 'coordinator' | 'discoverer' | 'other' | 'user' | 'vendor';
  /**
   * What the sheets for the authorities (article 14 of the Cyber Resilience Act) begin with, so that nobody looks it up
   * within 24 hours. All of it can be changed in each sheet.
   */
  manufacturer: {
    /** The name under which it is registered at the single reporting platform; null where that is `name`. */
    name: string | null;
    /** The countries of the Union in which its products are made available, by their two letters (ISO 3166-1). */
    memberStates: readonly string[];
    /** Its products with digital elements by name, and what each is under annexes III and IV of that act. */
    products: readonly { name: string; type: ProductType }[];
  };
  /**
   * Which systems and products the policy is about, and which it is not: it lists them where this is here, and names none where
   * it is absent. When you add it, or change it, set `policyLastChanged`.
   */
  scope?: { inScope: readonly ScopeLine[]; outOfScope: readonly ScopeLine[] };
  /** Where one complains about what is done with personal data (GDPR art. 77): its name in running text, and its page. */
  supervisoryAuthority: { name: string; url: string };
  // What follows is for the data notice (GDPR art. 13) alone.
  /** The day on which it last changed, `YYYY-MM-DD`: its texts (`privacy.json`), or what it tells of you or of how you run this. */
  noticeLastChanged: string;
  /** On one line, e.g. `Examplestraat 1, 1234 AB Arnhem`. */
  postalAddress?: string;
  /** Of the company, as a sentence would have it, e.g. `KvK 12345678`. */
  registration?: string;
  /** Mail address for questions about personal data; absent: that of the site (`CONTACT_EMAIL`). */
  privacyContact?: string;
  /** Who the data protection officer is and how to reach them, on one line; absent: there is none. */
  dataProtectionOfficer?: string;
  /** Whose server the site runs on where that is not Vercel: a name, and its country in two letters (ISO 3166-1). */
  hosting?: { name: string; country: string };
}

/** A name that is the same in every language, such as `*.example.org`; or words, by the codes of all languages of the site. */
export type ScopeLine = string | Readonly<Record<string, string>>;

/** What a product is under the Cyber Resilience Act: named in annex III (important), in annex IV (critical), or in neither. */
export type ProductType = 'default' | 'important' | 'critical';

/**
 * Where exploited weaknesses and severe incidents are reported under article 14 of the Cyber Resilience Act: ENISA's page of
 * the single reporting platform, and the platform itself, which has no interface for machines.
 */
export const authority = {
  reportingPlatform: 'https://www.enisa.europa.eu/topics/product-security/single-reporting-platform-srp',
  reportingPortal: 'https://portal.cra-srp.enisa.europa.eu/',
} as const;

export const organisation: Organisation = {
  name: 'Scope4mation',
  telephone: '+31 318 894614',
  policyLastChanged: '2022-09-13',
  signedSince: '2026-11-26T00:00:00Z',
  firstResponseDays: 3,
  minimumReward: 25,
  timeZone: 'Europe/Amsterdam',
  publisherCategory: 'vendor',
  supervisoryAuthority: {
    name: 'Autoriteit Persoonsgegevens',
    url: 'https://www.autoriteitpersoonsgegevens.nl',
  },
  manufacturer: { name: null, memberStates: ['NL'], products: [] },
  noticeLastChanged: '2026-11-27',
};
