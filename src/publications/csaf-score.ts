// How bad it is, in the words of CSAF.
import { severityOf } from '../disclosure/severity.ts';
import { decisionOf, type SsvcAnswers, type SsvcDecision } from '../disclosure/ssvc.ts';

const severities = ['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
/** As CSAF writes it. */
export type Severity = (typeof severities)[number];

/**
 * The base score and its severity by the CVSS 3.1 specification, section 7.1, or the score by CVSS 4.0.
 * @param vector of 3.1 the eight base metrics in the usual order, `CVSS:3.1/AV:N/AC:L/…`; of 4.0 any whole vector
 * @returns null for anything else, temporal and environmental metrics of 3.1 and vectors of another version among them
 */
export function scoreOf(
  vector: string,
  version: '3.1' | '4.0',
): { score: number; severity: Severity } | null {
  const found = severityOf(vector);
  const severity = severities.find((one) => one.toLowerCase() === found?.rating);
  return found?.version === version && severity ? { score: found.score, severity } : null;
}

/** How SSVC spells its decisions. */
export const ssvcDecisionNames: Record<SsvcDecision, string> = {
  track: 'Track',
  trackStar: 'Track*',
  attend: 'Attend',
  act: 'Act',
};

/** Answers and the decision that follows from them, as SSVC names them (CISA Coordinator 2.0.3). */
export function ssvcText(answers: SsvcAnswers): string {
  const said = {
    Exploitation: answers.exploitation === 'publicPoc' ? 'public PoC' : answers.exploitation,
    Automatable: answers.automatable,
    'Technical Impact': answers.technicalImpact,
    'Mission & Well-being': answers.mission,
  };
  const parts = Object.entries(said).map(([name, value]) => `${name}: ${value}`);
  return `CISA Coordinator 2.0.3. ${parts.join('; ')}. Decision: ${ssvcDecisionNames[decisionOf(answers)]}.`;
}

/** The same of exploitation, as a sentence. */
export const exploitStatus: Record<SsvcAnswers['exploitation'], string> = {
  none: 'No exploitation is known.',
  publicPoc: 'How to exploit it is public (proof of concept). No exploitation is known.',
  active: 'It is being exploited.',
};
