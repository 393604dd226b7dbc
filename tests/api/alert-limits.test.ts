import { beforeEach, expect, it } from 'vitest';
import { createAlertAnswerHandler } from '../../functions/api/alerts.ts';
import { createAlertHandler } from '../../functions/api/case-alert.ts';
import { createReportHandler } from '../../functions/api/reports.ts';
import type { Mail } from '../../functions/mail/mailer.ts';
import { renderMail } from '../../functions/mail/render.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { changeInput } from '../support/cases.ts';
import { counted } from '../support/counted.ts';
import { DAY, HOUR, NOW, SITE, withBothStores } from '../support/jobs.ts';
import { mounted, testParts } from '../support/parts.ts';

const QUARTER = HOUR / 4;
const team = await readCertificates((await makeKeyPair({ name: 'Team' })).publicKey, new Date());
const sealed = await seal(
  'the finding',
  team.map(({ armored }) => armored),
);

withBothStores((open) => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  beforeEach(async () => {
    desk = await newDesk();
  });

  async function newDesk() {
    const [store] = await open();
    const parts = testParts({ store, team });
    const { clock, logged } = parts;
    return {
      ...{ store, parts, clock, logged },
      ...{ reports: createReportHandler(parts), alert: createAlertHandler(parts) },
      answers: mounted({ '/api/alerts/[id]': createAlertAnswerHandler(parts) }),
    };
  }

  const request = (path: string, method: string, body: unknown, headers: Record<string, string>) =>
    new Request(`${SITE}${path}`, {
      ...{ method, body: JSON.stringify(body) },
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  async function submission(fields: Record<string, unknown> = {}) {
    const { receiptId, accessToken } = await deriveReceipt(makeReceipt());
    const body = {
      sealedReport: sealed,
      receiptId,
      urgent: false,
      language: 'nl',
      attachments: [],
      ...fields,
    };
    return { body, accessToken };
  }
  const send = (body: unknown, visitor = '192.0.2.1') =>
    desk.reports(request('/api/reports', 'POST', body, { 'X-Real-IP': visitor }));
  /** Reports as somebody new each time; gives what the answer says of the alert, and the receipt. */
  async function report(notifyEmail?: string, visitor?: string) {
    const { body, accessToken } = await submission(notifyEmail === undefined ? {} : { notifyEmail });
    const response = await send(body, visitor);
    const { alert, reference } = await response.json();
    expect(response.status).toBe(201);
    return { alert, reference, accessToken, body };
  }
  const put = (email: string, accessToken: string, visitor = '192.0.2.1') =>
    desk.alert(
      request(
        '/api/case/alert',
        'PUT',
        { email },
        {
          ...{ Authorization: `Bearer ${accessToken}`, 'X-Real-IP': visitor },
        },
      ),
    );
  /** The mails that ask to confirm, sent since the last time. */
  async function confirmations(): Promise<Mail[]> {
    const { store, clock } = desk;
    const due = await store.takeDueMail({ now: clock.now, leaseUntil: clock.now, limit: 500 });
    for (const { id } of due) await store.removeMail(id);
    const asked = due.filter(({ kind }) => kind === 'alert-confirmation');
    const made = await Promise.all(asked.map((entry) => renderMail(entry, desk.parts)));
    return made.flatMap((mail) => mail ?? []);
  }
  const visitor = (index: number) => `198.51.${index >> 8}.${index & 255}`;

  it('80 reports of one visitor have five strangers mailed in a day, and the other 75 are told', async () => {
    let mailed = 0;
    const told: string[] = [];
    for (let index = 0; index < 80; index += 1) {
      desk.clock.now = NOW + Math.floor(index / 20) * QUARTER;
      told.push((await report(`victim@domain${index}.example`)).alert);
      mailed += index % 20 === 19 ? (await confirmations()).length : 0;
    }
    expect(mailed).toBe(5);
    expect(told).toEqual([...Array(5).fill('set'), ...Array(75).fill('not-set')]);
  });

  it('a network of many addresses counts as four visitors', async () => {
    for (let index = 0; index < 30; index += 1) {
      const { accessToken } = await report(undefined, visitor(index));
      await put(`victim@domain${index}.example`, accessToken, `2001:db8:7:${index.toString(16)}::1`);
    }
    // Those with a receipt have six mails a day, so the last word is theirs.
    expect((await confirmations()).length).toBe(6);
    const inNetwork = {
      key: `alert-mails:${desk.parts.visitorKey('2001:db8:7::/48')}`,
      most: 20,
      windowSeconds: 86_400,
    };
    expect(await counted(desk.store, inNetwork, desk.clock.now)).toBe(6);
  });

  it('60 visitors and as many spellings of one address have its owner mailed three times', async () => {
    for (let index = 0; index < 60; index += 1) {
      const local = index % 2 ? `vic.tim+${index}` : `V.ictim+x${index}`;
      await report(`${local}@${index % 3 ? 'gmail.com' : 'googlemail.com'}`, visitor(index));
    }
    expect(await confirmations()).toHaveLength(3);
  });

  it('60 mailboxes that all lead to the owner of one domain have them mailed six times', async () => {
    for (let index = 0; index < 60; index += 1)
      await report(`any${index}@${index % 2 ? '' : `sub${index}.`}victim.example`, visitor(index));
    expect(await confirmations()).toHaveLength(6);
  });

  it('a flood of reports takes no mail from who has a receipt, nor both from who was answered', async () => {
    const [honest, answered] = [
      await report(undefined, '203.0.113.1'),
      await report(undefined, '203.0.113.2'),
    ];
    for (let index = 0; index < 60; index += 1) await report(`a@domain${index}.example`, visitor(index));
    expect((await confirmations()).length).toBe(10);
    expect((await report('late@example.net', '203.0.113.3')).alert).toBe('not-set');
    expect((await put('honest@example.net', honest.accessToken, '203.0.113.1')).status).toBe(204);
    // The flood comes with receipts too.
    for (let index = 0; index < 20; index += 1) {
      const { accessToken } = await report(undefined, visitor(100 + index));
      await put(`b@domain${index}.example`, accessToken, visitor(100 + index));
    }
    expect((await put('honest@example.org', honest.accessToken, '203.0.113.1')).status).toBe(429);
    const current = await desk.store.findCase(answered.reference);
    if (!current) throw new Error('no case');
    await desk.store.changeCase(changeInput(current, { status: 'confirmed', respondedAt: NOW }));
    expect((await put('answered@example.net', answered.accessToken, '203.0.113.2')).status).toBe(204);
    const addresses = (await confirmations()).map(({ to }) => to[0]);
    expect(addresses).toEqual(expect.arrayContaining(['honest@example.net', 'answered@example.net']));
    expect(addresses).toHaveLength(7);
  });

  it('the answer says whether the alert was set, also when it is asked for again and after another try', async () => {
    for (let index = 0; index < 3; index += 1)
      expect((await report('a@example.net', visitor(index))).alert).toBe('set');
    const { alert, accessToken, body } = await report('a@example.net', visitor(9));
    expect(alert).toBe('not-set');
    const again = await send(body, visitor(9));
    expect([again.status, (await again.json()).alert]).toEqual([200, 'not-set']);
    expect((await put('b@example.net', accessToken, visitor(9))).status).toBe(204);
    expect((await (await send(body, visitor(9))).json()).alert).toBe('set');
    const without = await send((await submission()).body, visitor(10));
    expect(await without.json()).not.toHaveProperty('alert');
  });

  it('a try that comes to a limit says so in words of its own, and when it ends', async () => {
    const { accessToken } = await report();
    for (let index = 0; index < 3; index += 1) await report('a@example.net', visitor(index));
    const refused = await put('a@example.net', accessToken);
    expect([refused.status, (await refused.json()).code]).toEqual([429, 'alert-not-set']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    desk.clock.now = NOW + DAY;
    expect((await put('a@example.net', accessToken)).status).toBe(204);
  });

  const answer = (mail: Mail | undefined, value: 'yes' | 'no') => {
    const [path = ''] = /\/api\/alerts\/[0-9a-f]{32}/.exec(mail?.text ?? '') ?? [];
    const body = new URLSearchParams({ answer: value, language: 'nl' });
    return desk.answers(new Request(`${SITE}${path}`, { method: 'POST', body, headers: { Origin: SITE } }));
  };

  it('who says no to the question is not asked again for half a year, however their address is written', async () => {
    await report('victim@example.net', visitor(0));
    const [mail] = await confirmations();
    const page = await answer(mail, 'no');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('een half jaar lang');
    desk.clock.now = NOW + 180 * DAY;
    const other = await report('Vic.Tim+again@example.net', visitor(1));
    expect(other.alert).toBe('not-set');
    const refused = await put('victim@example.net', other.accessToken, visitor(1));
    expect([refused.status, (await refused.json()).code]).toEqual([429, 'alert-not-set']);
    expect(await confirmations()).toEqual([]);
    expect((await report('someone@example.net', visitor(2))).alert).toBe('set');
    desk.clock.now = NOW + 183 * DAY;
    expect((await report('victim@example.net', visitor(3))).alert).toBe('set');
    expect(JSON.stringify(desk.logged)).not.toContain('victim');
  });

  it('a reporter who stops the news of an address that they had confirmed can have it again', async () => {
    const { accessToken } = await report('reporter@example.net');
    const [mail] = await confirmations();
    expect((await answer(mail, 'yes')).status).toBe(200);
    expect((await answer(mail, 'no')).status).toBe(200);
    expect((await put('reporter@example.net', accessToken)).status).toBe(204);
  });

  it('the mail to a stranger holds nothing that whoever gave the address has chosen', async () => {
    const NEEDLE = 'needle-9f2k';
    await report(`${NEEDLE}@example.net`, visitor(0));
    const { body } = await submission({ notifyEmail: 'b@example.org', urgent: true, proof: NEEDLE });
    await send(body, visitor(1));
    const mails = await confirmations();
    const shown = mails.map(({ subject, text, html }) =>
      `${subject}\n${text}\n${html}`.replaceAll(/[0-9a-f]{32}/g, 'ID'),
    );
    expect(shown).toHaveLength(2);
    expect(shown[0]).toBe(shown[1]);
    expect(shown[0]).not.toMatch(/needle|CVD-|example\.(net|org)/);
    expect(shown[0]).toContain('kies ‘Nee, wis dit adres’');
    for (const notifyEmail of [
      'A <a@example.net>',
      'a@example.net, b@example.net',
      'a@example.net\nBcc: b@example.net',
    ])
      expect((await send((await submission({ notifyEmail })).body, visitor(2))).status).toBe(422);
  });
});
