import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { newCaseInput, textHashOf } from '../support/cases.ts';
import type { Gpg } from '../support/gpg.ts';
import { startBenchSite } from './site.ts';

/** The user id of the key that opens all of it. */
export const TEAM = 'Team <team@example.com>';
/** Other texts than these are not sealed: opening one takes the same each time. */
const TEXTS = 40;
const DAY = 86_400_000;

/** A running site with so many cases, and the key file of its team. */
export interface Desk {
  url: string;
  keyFile: string;
  count: number;
  stop(): Promise<void>;
}

/** Starts a site with so many cases, none of them answered, each with a report that is opened in the page. */
export async function openDesk(team: Gpg, count: number): Promise<Desk> {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'bench-list-'));
  const site = await startBenchSite(team, { DATA_DIR });
  const store = createSqliteStore(join(DATA_DIR, 'meldpunt.sqlite'));
  const keys = [team.exportPublic()];
  const texts = await Promise.all(Array.from({ length: TEXTS }, (_, index) => seal(documentOf(index), keys)));
  const now = Date.now();
  for (let index = 0; index < count; index += 1) {
    const input = newCaseInput({ receivedAt: now - index * 1000, respondBy: now + DAY + index * 1000 });
    const report = { ...input.report, sealed: texts[index % TEXTS] ?? '' };
    await store.createCase({ ...input, report, textHash: textHashOf(report), mails: [] });
  }
  await store.close();
  return {
    ...{ url: site.url, count, keyFile: team.file('team-private.asc', team.exportPrivate(TEAM)) },
    async stop() {
      await site.stop();
      rmSync(DATA_DIR, { recursive: true, force: true });
    },
  };
}

/** A report as the form writes it; half of them have steps. Written out here: what writes them needs a bundler. */
function documentOf(index: number): string {
  const headings = JSON.parse(
    readFileSync(new URL('../../locales/en/document.json', import.meta.url), 'utf8'),
  ) as Record<string, string>;
  const head = {
    ...{ format: 'meldpunt-report/1', language: 'en', system: `service-${index}.example.com` },
    ...{ weakness: 'injection', exposure: 'none', name: '', contact: '', credit: '' },
    ...{ publication: 'no-wish', cvss: '', version: '', tools: '' },
    ...{ keptToLimits: true, keptToMethods: true, attachments: [] },
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const words = `What is wrong with it, at length: ${`word word${index} `.repeat(400)}`;
  const steps = index % 2 === 0 ? `## ${headings['steps']}\n\n1. Go there.\n\n` : '';
  const body = `## ${headings['description']}\n\n${words}\n\n${steps}## ${headings['impact']}\n\nOrders leak.`;
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`;
}
