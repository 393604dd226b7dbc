import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWER } from '../../src/disclosure/sign-in-answer.ts';
import { logOf } from '../support/faults.ts';
import { type RunningSite, until } from '../support/project.ts';
import { look, newReport, newVisitor, type Report, send, sendAndKeep } from '../support/reporter.ts';
import { startResend } from '../support/resend.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';

const HOUR = 3_600_000;
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

/** Two servers on one database; the clock of the second is ahead by so much, in ms. */
function twoServers(name: string, ahead = 0): Promise<RunningSite[]> {
  const settings = {
    DATA_DIR: name,
    SERVER_SECRET: Buffer.alloc(32, name).toString('base64'),
    CRON_SECRET: 'the secret of the clock',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: resend.url,
    MAIL_FROM: 'Meldpunt <meldpunt@example.com>',
    TEAM_EMAIL: 'team@example.com',
  };
  return Promise.all([built.serve(settings), built.serve({ ...settings, CLOCK_AHEAD: String(ahead) })]);
}
const reports = (count: number) =>
  Promise.all(Array.from({ length: count }, () => newReport(built.publicKey)));
const referenceIn = (subject: string) => /CVD-\d{4}-\w{6}/.exec(subject)?.[0];

describe('two servers on one database', () => {
  it('at once: everybody gets an answer, a report sent to both is one case, and each case has one mail', async () => {
    const servers = await twoServers('together');
    resend.received.splice(0);
    const made = await reports(40);
    const answers = await Promise.all(
      made.map(async (report, index) => {
        const here = servers[index % 2]?.url ?? '';
        const there = servers[(index + 1) % 2]?.url ?? '';
        // Every fourth goes to both at the same moment.
        const sent = index % 4 === 0 ? [send(here, report), send(there, report)] : [send(here, report)];
        const responses = await Promise.all(sent);
        const references = await Promise.all(responses.map(async (one) => (await one.json()).reference));
        expect(new Set(references).size).toBe(1);
        expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
        return references[0] as string;
      }),
    );
    expect(new Set(answers).size).toBe(40);
    await until(() => (resend.received.length >= 40 ? true : undefined), 'the mails');
    for (const server of servers) expect(await server.stop()).toBe(0);
    expect(resend.received.map(({ mail }) => referenceIn(mail.subject)).sort()).toEqual(answers.sort());
    for (const server of servers) expect(logOf(server).some(({ event }) => event === 'fault')).toBe(false);
  });
});

describe('two servers whose clocks are an hour apart', () => {
  let servers: RunningSite[];
  const [right, ahead] = [() => servers[0]?.url ?? '', () => servers[1]?.url ?? ''];
  beforeAll(async () => {
    servers = await twoServers('apart', HOUR);
    resend.received.splice(0);
  });

  it('a case is taken by either and read through both, and its mail goes out under one key', async () => {
    for (const [here, there] of [
      [right(), ahead()],
      [ahead(), right()],
    ] as const) {
      const [report] = (await reports(1)) as [Report];
      const { reference, receivedAt, respondBy } = await sendAndKeep(here, report);
      expect(Date.parse(respondBy) - Date.parse(receivedAt)).toBeGreaterThan(71 * HOUR);
      expect((await sendAndKeep(there, report, 200)).receivedAt).toBe(receivedAt);
      expect(await (await look(there, report)).json()).toMatchObject({ reference, status: 'received' });
      const mails = () => resend.received.filter(({ mail }) => mail.subject.includes(reference));
      await until(() => mails()[0], 'the mail');
      expect(new Set(mails().map(({ key }) => key)).size).toBe(1);
    }
  });

  it('the one that is ahead sends no reminder that is not due within the hour, and erases nothing', async () => {
    const headers = { Authorization: 'Bearer the secret of the clock' };
    const [report] = (await reports(1)) as [Report];
    await sendAndKeep(right(), report);
    for (const url of [ahead(), right()]) {
      const outcome = await (await fetch(`${url}/api/jobs/daily`, { headers })).json();
      expect(outcome).toMatchObject({ reminded: 0, erased: 0 });
    }
    expect((await look(right(), report)).status).toBe(200);
  });

  it('a limit holds on either, whatever the other counts', async () => {
    const visitor = newVisitor();
    const [report] = (await reports(1)) as [Report];
    const sendMany = async (url: string, count: number) => {
      const statuses: number[] = [];
      for (let index = 0; index < count; index += 1) {
        const receiptId = crypto.getRandomValues(Buffer.alloc(32)).toString('hex');
        const response = await send(
          url,
          { ...report, submission: { ...report.submission, receiptId } },
          visitor,
        );
        statuses.push(response.status);
      }
      return statuses;
    };
    expect(await sendMany(right(), 21)).toEqual([...Array(20).fill(201), 429]);
    expect(await sendMany(ahead(), 3)).toEqual([201, 201, 201]);
    expect(await sendMany(right(), 1)).toEqual([429]);
  });

  it('who signs in on one of them is signed in on both, and stays so whatever the other forgets', async () => {
    for (const [here, there] of [
      [right(), ahead()],
      [ahead(), right()],
    ] as const) {
      const ask = (url: string, path: string, body: unknown) =>
        fetch(`${url}/api/staff/${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json', Origin: url, 'Sec-Fetch-Site': 'same-origin' },
        });
      const session = async (url: string, Cookie: string) =>
        (await fetch(`${url}/api/staff/session`, { headers: { Cookie } })).status;
      const [keyId = ''] =
        /(?<=^fpr:::::::::)\w+/m.exec(built.team.run(['--list-keys', '--with-colons'])) ?? [];
      const { id, sealed } = await (await ask(here, 'challenge', { keyId })).json();
      // Somebody else comes by with a cookie of theirs, which has the other server forget what has ended.
      await session(there, `__Host-meldpunt-session=${'A'.repeat(43)}`);
      const [answer] = ANSWER.exec(built.team.decrypt(sealed)) ?? [];
      const started = await ask(here, 'session', { id, answer });
      expect(started.status).toBe(201);
      const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
      expect([await session(here, cookie), await session(there, cookie)]).toEqual([200, 200]);
    }
  });
});
