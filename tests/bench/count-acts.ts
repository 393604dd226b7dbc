// Does each common job once at the inbox, in a week's mail, and writes its clicks and keys to the file ACTS_FILE.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../support/project.ts';
import { newVisitor } from '../support/reporter.ts';
import * as job from '../support/week-jobs.ts';
import { startWeek, type WeekSite } from '../support/week-site.ts';
import type { ActName } from './acts-before.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let site: WeekSite;
beforeAll(async () => {
  site = await startWeek();
});
afterAll(() => site?.desk.stop());

/** A report with three files, all of them in. */
async function reportWithFiles(): Promise<string> {
  const { desk } = site;
  const context = await desk.browser.newContext({ extraHTTPHeaders: { 'X-Forwarded-For': newVisitor() } });
  const files = ['one', 'two', 'three'].map((name) => ({
    ...{ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(name) },
  }));
  const { reference } = await desk.report(context, 'en', {}, (page) =>
    page.setInputFiles('#field-files', files),
  );
  await until(
    async () => Object.keys(await desk.store.listChunks(reference)).length === files.length || undefined,
    'the files',
  );
  await context.close();
  return reference;
}

it('every common job can be done, and is counted', async () => {
  const { anna: hand, week, statusOf } = site;
  await hand.page.waitForFunction(() => document.querySelectorAll('#list-cases .row-kind').length >= 9);
  const triage = hand.taken();
  await job.goTo(hand, week.upload.reference);
  const next = await job.goOn(hand);
  const find =
    (await job.find(hand, 'buurman', week.question.reference)) +
    (await job.openFound(hand, week.question.reference));
  await hand.page.fill('#filter-code', '');
  await job.goTo(hand, week.question.reference);
  const ask = await job.ask(hand, 'Om welke brief gaat het?');
  await job.goTo(hand, week.exploited.reference);
  const takeOn = await job.takeOn(hand);
  const confirm = await job.confirmReport(hand, inDays(7));
  await job.goTo(hand, week.exploited.reference);
  const reply = await job.reply(hand, 'We zijn ermee bezig.');
  await job.goTo(hand, week.exploited.reference);
  const solve = await job.solveAndClose(hand, 'Het is gemaakt, dank.', 50);
  await job.goTo(hand, week.mail.reference);
  const reject = await job.rejectAndClose(hand, 'geen programma gebruikt het.');
  await hand.click('#to-list');
  hand.taken();
  const together = await job.answerTogether(hand, 'het is hier een instelling zonder gevolgen.');
  await job.goTo(hand, await reportWithFiles());
  const files = await job.saveAll(hand);
  for (const name of ['exploited', 'mail', 'beg1', 'beg4'] as const)
    expect(await statusOf(name), name).toBe('closed');
  const counts: Record<ActName, number> = {
    ...{ triage, takeOn, confirm, reject, ask, reply, next, find, files, solve, together },
  };
  writeFileSync(process.env['ACTS_FILE'] ?? '/dev/stderr', JSON.stringify(counts));
});
