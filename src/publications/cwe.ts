import type { weaknesses } from '../disclosure/report.ts';

/** A kind of weak spot that the form for reports offers. */
export type Weakness = (typeof weaknesses)[number];

const cwe: Partial<Record<Weakness, { id: string; name: string }>> = {
  injection: {
    id: 'CWE-74',
    name: "Improper Neutralization of Special Elements in Output Used by a Downstream Component ('Injection')",
  },
  'cross-site-scripting': {
    id: 'CWE-79',
    name: "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
  },
  authentication: { id: 'CWE-287', name: 'Improper Authentication' },
  'access-control': { id: 'CWE-284', name: 'Improper Access Control' },
  'information-exposure': {
    id: 'CWE-200',
    name: 'Exposure of Sensitive Information to an Unauthorized Actor',
  },
  'server-side-request': { id: 'CWE-918', name: 'Server-Side Request Forgery (SSRF)' },
  'memory-safety': {
    id: 'CWE-119',
    name: 'Improper Restriction of Operations within the Bounds of a Memory Buffer',
  },
};

/** The nearest entry of MITRE's list for a kind that the form offers; undefined where it would say nothing. */
export const cweOf = (weakness: Weakness) => cwe[weakness];
