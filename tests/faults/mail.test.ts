import { afterAll, beforeAll, expect, it } from 'vitest';
import { logOf } from '../support/faults.ts';
import { until } from '../support/project.ts';
import { newReport, sendAndKeep } from '../support/reporter.ts';
import { startResend } from '../support/resend.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';

// How single attempts fail, and when they are made again: tests/api/mail.test.ts.

let built: BuiltSite;
let resend: Awaited<ReturnType<typeof startResend>>;
beforeAll(async () => {
  built = await buildSite();
  resend = await startResend();
});
afterAll(async () => {
  await built?.remove();
  resend?.stop();
});

const HOUR = 3_600_000;
const mailSettings = () => ({
  RESEND_API_KEY: 're_test',
  RESEND_BASE_URL: resend.url,
  MAIL_FROM: 'Meldpunt <meldpunt@example.com>',
  TEAM_EMAIL: 'team@example.com',
});
const healthOf = async (url: string) => (await fetch(`${url}/api/health`)).json();

it('mail that is slow, down or rejected: the person sees nothing of it and never waits for it, health tells it, and each mail is sent later, once', async () => {
  const site = await built.serve({ ...mailSettings(), DATA_DIR: 'mail' });
  const references: string[] = [];
  const report = async () => {
    const started = performance.now();
    references.push((await sendAndKeep(site.url, await newReport(built.publicKey))).reference);
    expect(performance.now() - started).toBeLessThan(2000);
  };
  const failed = () => logOf(site).filter(({ event, outcome }) => event === 'mail' && outcome === 'failed');
  resend.breakWith((response) => response.socket?.destroy());
  await report();
  await until(() => failed()[0], 'the failure');
  for (const status of [422, 403, 429, 500]) {
    resend.breakWith((response) =>
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(`{"name":"x","message":"the words of the service","statusCode":${status}}`),
    );
    await report();
    await until(() => failed()[references.length - 1], 'the failure');
  }
  // Slow: it never answers at all.
  resend.breakWith(() => undefined);
  await report();
  expect(await healthOf(site.url)).toEqual({
    store: 'ok',
    mail: 'delayed',
    keys: 'ok',
    log: 'ok',
    site: 'ok',
    cases: 'ok',
  });
  expect(site.output()).not.toContain('the words of the service');
  await site.stop();

  resend.breakWith();
  const later = await built.serve({ ...mailSettings(), DATA_DIR: 'mail', CLOCK_AHEAD: String(HOUR) });
  expect(await healthOf(later.url)).toEqual({
    store: 'ok',
    mail: 'delayed',
    keys: 'ok',
    log: 'ok',
    site: 'ok',
    cases: 'ok',
  });
  await until(() => resend.received[references.length - 1], 'the mails');
  for (const reference of references) {
    const mails = resend.received.filter(({ mail }) => mail.subject.includes(reference));
    expect(mails, reference).toHaveLength(1);
    expect(mails[0]?.mail.attachments[0]?.filename).toBe(`${reference}.asc`);
  }
});

it('the server killed while a mail is on its way: the person has their answer, and the mail goes out again under the same key', async () => {
  resend.received.splice(0);
  const keys: string[] = [];
  const site = await built.serve({ ...mailSettings(), DATA_DIR: 'killed' });
  const [answered, underWay] = [await newReport(built.publicKey), await newReport(built.publicKey)];
  resend.breakWith((response) => {
    keys.push(String(response.req.headers['idempotency-key']));
  });
  const { reference } = await sendAndKeep(site.url, answered);
  await until(() => keys[0], 'the mail to be on its way');
  const lost = sendAndKeep(site.url, underWay).catch(() => null);
  site.child.kill('SIGKILL');
  await lost;

  resend.breakWith();
  const later = await built.serve({ ...mailSettings(), DATA_DIR: 'killed', CLOCK_AHEAD: String(HOUR) });
  const again = await sendAndKeep(later.url, answered, 200);
  expect(again.reference).toBe(reference);
  const sent = await until(
    () => resend.received.find(({ mail }) => mail.subject.includes(reference)),
    'the mail',
  );
  expect(sent.key).toBe(keys[0]);
  // Whether it had been stored or not, the same again is answered with one case.
  const [first, second] = [
    await fetchReference(later.url, underWay),
    await fetchReference(later.url, underWay),
  ];
  expect(second).toBe(first);
  await later.stop();
  expect(resend.received.map(({ mail }) => /CVD-\d{4}-\w{6}/.exec(mail.subject)?.[0]).sort()).toEqual(
    [reference, first].sort(),
  );
});

async function fetchReference(url: string, report: Awaited<ReturnType<typeof newReport>>): Promise<string> {
  const accepted = await sendAndKeep(url, report).catch(() => sendAndKeep(url, report, 200));
  return accepted.reference;
}
