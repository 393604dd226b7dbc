// The mail of a desk in one week: thirteen reports of all kinds, in two languages.
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { type NewReport, writeReport } from '../../src/disclosure/report.ts';
import { type Accepted, acceptedSchema } from '../../src/disclosure/wire.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { newVisitor } from './reporter.ts';

/** A report of the week that was sent, and the receipt of who sent it. */
export interface SentReport {
  name: ReportName;
  reference: string;
  receipt: string;
}

const nobody = {
  ...{ name: '', contact: '', credit: '', publication: 'no-wish', cvss: '', exposure: 'none' },
  ...{ discovery: '', replyKey: '', attachments: [], keptToLimits: true, keptToMethods: true },
} as const satisfies Partial<NewReport>;

const beg = (what: string): NewReport => ({
  ...{ ...nobody, language: 'en', system: 'www.example.org', weakness: 'configuration' },
  ...{ name: 'SecHunter99', contact: 'sechunter99@example.net' },
  description: `Hello team, I found a critical bug on your website: ${what} is missing. Please tell me the bounty.`,
  impact: 'An attacker can attack your users. Please reply with the bounty amount.',
});

/** What they say, by name. */
export const weekReports = {
  invoices: {
    ...{ ...nobody, language: 'nl', system: 'portaal.example.org/facturen', weakness: 'access-control' },
    ...{ name: 'Noor Smit', contact: 'noor@example.net', credit: 'Noor Smit' },
    description: 'Door het nummer in het adres te veranderen zie ik facturen van andere klanten.',
    impact: 'Alle facturen van alle klanten zijn te lezen, met naam, adres en bedrag.',
    ...{
      steps: '1. Meld je aan\n2. Open `/facturen/1001`\n3. Maak er `/facturen/1002` van',
      version: '4.2.1',
    },
    seen: 'De factuur van een andere klant, met status 200.',
    proof: 'curl -b "$KOEKJE" https://portaal.example.org/facturen/1002',
  },
  invoicesAgain: {
    ...{ ...nobody, language: 'en', system: 'portaal.example.org/facturen', weakness: 'access-control' },
    ...{ name: 'Ravi', contact: 'ravi@example.net' },
    description: 'Changing the number in the address of /facturen shows invoices of other customers.',
    impact: 'Invoices of all customers can be read, with name, address and amount.',
  },
  search: {
    ...{ ...nobody, language: 'en', system: 'www.example.org/search', weakness: 'cross-site-scripting' },
    description: 'The q parameter is written into the page without escaping.',
    ...{ impact: 'A script of mine runs for whoever follows a link.', steps: 'Open /search?q=<b>x</b>' },
  },
  exploited: {
    ...{ ...nobody, language: 'nl', system: 'api.example.org', weakness: 'injection', exposure: 'exploited' },
    description: 'SQL-injectie in het zoekveld van de api, en ik zie dat iemand er gegevens mee weghaalt.',
    impact: 'De hele klantendatabase is te downloaden.',
    cvss: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
  },
  anonymous: {
    ...{ ...nobody, language: 'nl', system: 'vpn.example.org', weakness: 'authentication' },
    description: 'Het beheer van de vpn staat open met het wachtwoord van de fabriek.',
    impact: 'Wie het wachtwoord opzoekt, komt het netwerk in.',
  },
  mail: {
    ...{ ...nobody, language: 'en', system: 'mail.example.org', weakness: 'cryptography' },
    ...{ name: 'Ada', contact: 'ada@example.net', publication: 'together' },
    description: 'The mail server still accepts TLS 1.0.',
    impact: 'Somebody on the line may read mail of old programs.',
  },
  long: {
    ...{ ...nobody, language: 'nl', system: 'www.example.org/agenda', weakness: 'other' },
    description: `Een lang verhaal over de agenda. ${'Nog een zin over wat ik zag. '.repeat(400)}`,
    impact: 'Afspraken van anderen zijn te verzetten.',
  },
  upload: {
    ...{ ...nobody, language: 'en', system: 'upload.example.org', weakness: 'server-side-request' },
    description: 'An SVG that is uploaded makes the server fetch any address.',
    impact: 'Addresses inside the network can be reached.',
  },
  question: {
    ...{ ...nobody, language: 'nl', system: 'weet ik niet', weakness: 'not-sure' },
    description: 'Ik kreeg een brief met het adres van mijn buurman erop. Is dat een lek?',
    impact: 'Dat weet ik niet.',
  },
  beg1: beg('the SPF record'),
  beg2: beg('the X-Frame-Options header'),
  beg3: beg('the DMARC record'),
  beg4: beg('the CSP header'),
} as const satisfies Record<string, NewReport>;
export type ReportName = keyof typeof weekReports;

/** Sends one of them, sealed to the team as the form does it, by a visitor of its own. */
export async function sendWeekReport(
  url: string,
  name: ReportName,
  team: readonly string[],
): Promise<SentReport> {
  const receipt = makeReceipt();
  const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
  const replyKey = await makeReplyKey(replyKeyPassphrase);
  const report: NewReport = { ...weekReports[name], replyKey: replyKey.publicKey };
  const response = await fetch(`${url}/api/reports`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newVisitor() },
    body: JSON.stringify({
      sealedReport: await seal(writeReport(report), team),
      receiptId,
      replyKey: replyKey.lockedPrivateKey,
      urgent: report.exposure === 'exploited',
      exploited: report.exposure === 'exploited',
      language: report.language,
      attachments: [],
    }),
  });
  if (response.status !== 201) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  const accepted: Accepted = acceptedSchema.parse(await response.json());
  return { name, reference: accepted.reference, receipt };
}

/** Sends the whole week; the answers by name. */
export async function sendWeek(
  url: string,
  team: readonly string[],
): Promise<Record<ReportName, SentReport>> {
  const names = Object.keys(weekReports) as ReportName[];
  const sent: SentReport[] = [];
  for (const name of names) sent.push(await sendWeekReport(url, name, team));
  return Object.fromEntries(sent.map((one) => [one.name, one])) as Record<ReportName, SentReport>;
}
