// A desk with everything on it that somebody should have looked at: long names, long texts, many files.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { writeReport } from '../../src/disclosure/report.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { newCaseInput, newMessage, randomId } from './cases.ts';
import type { Gpg } from './gpg.ts';
import type { RunningSite } from './project.ts';
import { newVisitor } from './reporter.ts';
import { startSite } from './site.ts';
import { ANNA, BRAM, teamWithFormer } from './teams.ts';
import { type ReportName, type SentReport, sendWeek, weekReports } from './week-reports.ts';

const LONG_NAME =
  'Wilhelmina van Oudenhoven-Terpstra <wilhelmina.vanoudenhoven-terpstra@informatiebeveiliging.example.org>';

export interface LookDesk {
  site: RunningSite;
  browser: Browser;
  store: Store;
  team: Gpg;
  /** Anna's private key, in a file; and a public one, with which nobody signs in. */
  keys: { anna: string; public: string };
  /** Fingerprint of the member with the longest name. */
  longest: string;
  /** An armored key of somebody else: of a supplier, say. */
  outside: string;
  /** Sends a week of reports, and two that are out of the ordinary. */
  fill(): Promise<Record<ReportName | 'large' | 'byHand', SentReport['reference']>>;
  stop(): Promise<void>;
}

/** The desk without any case; `browser` stays whose it is. */
export async function startLookDesk(browser: Browser): Promise<LookDesk> {
  const { gpg: team, FORMER_KEYS_FILE } = await teamWithFormer();
  const longest = team.makeKey(LONG_NAME);
  const supplier = team.makeKey('CERT of the supplier <cert@supplier.example>');
  const members = [team.fingerprintOf(ANNA), team.fingerprintOf(BRAM), longest];
  const TEAM_KEY_FILE = team.file('members.asc', team.exportPublic(...members));
  const site = await startSite({ TEAM_KEY_FILE, FORMER_KEYS_FILE });
  const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  return {
    ...{ site, browser, store, team, longest },
    keys: { anna: join(team.home, 'anna.asc'), public: TEAM_KEY_FILE },
    outside: team.exportPublic(supplier),
    async fill() {
      const keys = members.map((one) => team.exportPublic(one));
      const week = await sendWeek(site.url, keys);
      const names = Object.values(week).map(({ name, reference }) => [name, reference]);
      const [large, byHand] = [await sendLarge(store, keys), await sendByHand(site.url, team, members)];
      return { ...(Object.fromEntries(names) as Record<ReportName, string>), large, byHand };
    },
    async stop() {
      await store.close();
      await site.stop();
      team.close();
    },
  };
}

/** A report of 20 000 letters with a sealed message in it, long names, and as many files as a case may have. */
async function sendLarge(store: Store, team: readonly string[]): Promise<string> {
  const receivedAt = Date.now() - 40 * 3_600_000;
  const files = Array.from({ length: limits.caseFiles }, (_, index) => ({
    id: randomId(),
    size: 4096 + index,
  }));
  const armor = `-----BEGIN PGP MESSAGE-----\n\n${randomBytes(1200)
    .toString('base64')
    .replace(/.{64}/g, '$&\n')}\n-----END PGP MESSAGE-----`;
  const { publicKey } = await makeReplyKey('x');
  const word = 'Verantwoordelijkheidsaansprakelijkheidsverzekeringsmaatschappij';
  const text = writeReport({
    ...{ ...weekReports.invoices, replyKey: publicKey, keptToLimits: true, keptToMethods: true },
    system: `https://klantenportaal.${word.toLowerCase()}.example.org/facturen/overzicht?jaar=2026&sortering=datum`,
    name: `${word} van den ${word}`,
    contact: `${word.toLowerCase()}@klantenportaal.example.org`,
    description: `${'Nog een zin over wat ik zag, en wat dat betekent. '.repeat(400)}\n\n${armor}\n`,
    // A report lists ten; the rest stands there as files that nothing names.
    attachments: files.slice(0, limits.attachments).map(({ id, size }, index) => ({
      ...{ id, size, sha256: randomBytes(32).toString('hex') },
      name: index % 7 === 0 ? `${word}-${index}.schermafbeelding.png` : `bewijs-${index}.txt`,
    })),
  });
  const made = newCaseInput({ receivedAt, respondBy: receivedAt + 259_200_000, attachments: files });
  const sealed = await seal(text, [...team, publicKey]);
  await store.createCase({ ...made, report: { ...newMessage('reporter', receivedAt), sealed }, mails: [] });
  return made.newCase.reference;
}

/** A report in its own words, from a terminal. */
async function sendByHand(url: string, team: Gpg, members: string[]): Promise<string> {
  const words = 'De camera in de hal staat open op internet.\n\nMail naar robin@example.net.\n';
  const answer = await fetch(`${url}/api/reports`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/pgp-encrypted', 'X-Forwarded-For': newVisitor() },
    body: team.encrypt(words, members),
  });
  return ((await answer.json()) as { reference: string }).reference;
}
