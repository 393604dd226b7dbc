import type { Case } from '../../src/disclosure/case.ts';
import type { NewReport } from '../../src/disclosure/report.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { newCaseInput, textHashOf } from './cases.ts';
import { reportText } from './own-texts.ts';
import type { TeamSite } from './team-site.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Puts reports into the store of a team's site that its members can open; each newer than the one before. */
export async function reportsFor({ team, store }: Pick<TeamSite, 'team' | 'store'>) {
  const certificates = await readCertificates(team.exportPublic(), new Date());
  const keys = certificates.map(({ armored }) => armored);
  let count = 0;
  /** A sealed report, for as many cases as one likes. */
  const sealed = (report: Partial<NewReport> = {}) => seal(reportText(report), keys);
  /** A case with a report: sealed here, or already. */
  async function put(report: Partial<NewReport> | string = {}, fields: Partial<Case> = {}): Promise<Case> {
    count += 1;
    const receivedAt = Date.now() - HOUR + count * 1000;
    const input = newCaseInput({ receivedAt, respondBy: receivedAt + 3 * DAY, ...fields });
    const text = typeof report === 'string' ? report : await sealed(report);
    const message = { ...input.report, sealed: text };
    await store.createCase({ ...input, report: message, textHash: textHashOf(message), mails: [] });
    return input.newCase;
  }
  return { sealed, put };
}
