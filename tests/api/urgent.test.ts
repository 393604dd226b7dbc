import { beforeEach, describe, expect, it } from 'vitest';
import { translator } from '../../src/i18n/index.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { languageCodes } from '../../src/i18n/languages.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { newCaseInput, randomId } from '../support/cases.ts';
import { HOUR, jobsOn, withBothStores } from '../support/jobs.ts';
import { NOW } from '../support/parts.ts';
import { post, postJson, postMessage, reportDesk, SITE } from '../support/sealed.ts';
import { staffDesk } from '../support/staff-desk.ts';

const FORM = 'application/x-www-form-urlencoded';
let desk: Awaited<ReturnType<typeof reportDesk>>;
let sealed: string;
beforeEach(async () => {
  desk = await reportDesk();
  sealed = await seal('the finding', desk.armoredKeys);
});

/** How each way says that it is urgent, or says nothing of it. */
const ways = {
  form: (urgent: boolean, language: LanguageCode) =>
    postJson({
      ...{ sealedReport: sealed, receiptId: randomId() + randomId(), attachments: [] },
      ...{ urgent, exploited: urgent, language },
    }),
  'plain-form': (urgent: boolean, language: LanguageCode) =>
    post(
      String(new URLSearchParams({ message: sealed, language, ...(urgent ? { urgent: 'yes' } : {}) })),
      FORM,
      { Origin: SITE },
    ),
  terminal: (urgent: boolean, language: LanguageCode) =>
    postMessage(sealed, {
      'Accept-Language': language,
      ...(urgent ? { 'meldpunt-urgent': 'Yes' } : {}),
    }),
};
const table = (['form', 'plain-form', 'terminal'] as const).flatMap((way) =>
  [true, false].flatMap((urgent) => languageCodes.map((language) => ({ way, urgent, language }))),
);
/** What only an urgent mail begins with. */
const words = { nl: 'DRINGEND', en: 'URGENT' };

describe('that a weak spot is being exploited', () => {
  it.each(table)('said by $way: $urgent, in $language', async ({ way, urgent, language }) => {
    const response = await desk.handle(ways[way](urgent, language));
    expect(response.status).toBe(201);
    const answer = await response.text();
    const [reference = ''] = /CVD-\d{4}-\w{6}/.exec(answer) ?? [];
    expect(await desk.store.findCase(reference)).toMatchObject({
      ...{ urgent, origin: way, language, claimedAt: urgent ? NOW : null },
    });
    // Whoever has nothing but the answer sees in it how the report was taken.
    const sentence = translator(language)('received:urgent');
    if (way === 'plain-form') expect(answer.includes(sentence)).toBe(urgent);
    else expect(JSON.parse(answer).urgent).toBe(way === 'terminal' ? urgent : undefined);
    const jobs = jobsOn([desk.store], { language, team: desk.team });
    await jobs.inBackground();
    expect(jobs.sent.map(({ subject }) => subject.startsWith(words[language]))).toEqual([urgent]);
    const asked = translator(language)('mail:reportReceived.checkBy');
    expect(jobs.sent.map(({ text }) => text.includes(asked))).toEqual([urgent]);
  });

  it('is a header of every way, also where the body has no word for it', async () => {
    const headers = { 'Meldpunt-Urgent': ' yes ' };
    const form = String(new URLSearchParams({ message: sealed, language: 'en' }));
    const json = { sealedReport: sealed, receiptId: randomId() + randomId(), attachments: [] };
    for (const request of [
      postJson({ ...json, urgent: false, language: 'nl' }, headers),
      post(form, FORM, headers),
      post(sealed, 'application/octet-stream', headers),
    ])
      expect((await desk.handle(request)).status).toBe(201);
    const { cases } = await desk.store.listCases({ status: null, after: null, limit: 9 });
    expect(cases.map(({ urgent, claimedAt }) => urgent && claimedAt)).toEqual([NOW, NOW, NOW]);
  });

  it('is no guess: another value of the header, or of the tick, is refused with a sentence, and nothing is kept', async () => {
    for (const value of ['', 'no', '1', 'true', 'yes, yes', 'ja']) {
      for (const language of languageCodes) {
        const headers = { 'Meldpunt-Urgent': value, 'Accept-Language': language };
        const response = await desk.handle(postMessage(sealed, headers));
        const { status, code, detail } = await response.json();
        expect([value, status, code]).toEqual([value, 400, 'urgent-not-yes']);
        expect(detail).toBe(translator(language)('problems:urgent-not-yes'));
        expect(detail).toContain('-H Meldpunt-Urgent:yes');
      }
    }
    const form = new URLSearchParams({ message: sealed, language: 'nl', urgent: 'no' });
    expect((await desk.handle(post(String(form), FORM))).status).toBe(422);
    expect(await desk.cases()).toBe(0);
  });

  it('stays ticked in the form that comes back with a message that was refused', async () => {
    for (const urgent of [true, false]) {
      const form = new URLSearchParams({
        message: 'no message',
        language: 'en',
        ...(urgent ? { urgent: 'yes' } : {}),
      });
      const page = await (await desk.handle(post(String(form), FORM))).text();
      expect(/<input type="checkbox"[^>]*name="urgent" value="yes"( checked)?>/.exec(page)?.[1]).toBe(
        urgent ? ' checked' : undefined,
      );
    }
  });

  it('is not taken from the page of another site', async () => {
    const urgent = { 'Meldpunt-Urgent': 'yes' };
    const form = String(new URLSearchParams({ message: sealed, language: 'nl', urgent: 'yes' }));
    for (const from of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ]) {
      for (const request of [postMessage(sealed, { ...urgent, ...from }), post(form, FORM, from)])
        expect((await desk.handle(request)).status).toBe(403);
    }
    // Asked first, as a browser asks before it sends a header that is not its own, nothing is allowed.
    const asked = await desk.handle(new Request(`${SITE}/api/reports`, { method: 'OPTIONS' }));
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([405, null]);
    expect(await desk.cases()).toBe(0);
  });

  it('said thirty times at once, it makes four urgent mails and a digest, and leaves other reports theirs', async () => {
    const jobs = jobsOn([desk.store], { team: desk.team });
    for (let index = 0; index < 30; index += 1) {
      const headers = { 'Meldpunt-Urgent': 'yes', 'x-real-ip': `198.51.100.${index}` };
      const message = await seal(`claim ${index}`, desk.armoredKeys);
      expect((await desk.handle(postMessage(message, headers))).status).toBe(201);
      await jobs.inBackground();
    }
    const plain = await desk.handle(postMessage(sealed, { 'x-real-ip': '198.51.100.200' }));
    const { reference } = await plain.json();
    await jobs.inBackground();
    const urgent = jobs.sent.filter(({ subject }) => subject.startsWith('DRINGEND, nieuwe melding'));
    expect(urgent).toHaveLength(4);
    // What is due first, and that is not the answer.
    expect(urgent[0]?.subject).toMatch(/, ga uiterlijk .+ na of er misbruik is$/);
    expect(jobs.sent.filter(({ subject }) => subject.includes(reference))).toHaveLength(1);
    jobs.state.now = NOW + 2 * HOUR;
    await jobs.inBackground();
    expect(jobs.told).toHaveLength(31);
    expect(jobs.sent.length).toBeLessThanOrEqual(7);
  });
});

withBothStores((open) => {
  it('a true claim among a thousand false ones of an hour is told within five minutes, in no more mails than there may be', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const claimedAt = new Map<string, number>();
    const toldAt = new Map<string, number>();
    const look = async (index: number) => {
      const before = jobs.told.length;
      await jobs.inBackground(index);
      for (const id of jobs.told.slice(before)) toldAt.set(id, jobs.state.now);
    };
    // One every 3.6 seconds; mails go with each request, or with a look at the health.
    for (let index = 0; index < 1000; index += 1) {
      jobs.state.now = NOW + index * 3600;
      const { mail, ...input } = newCaseInput({ receivedAt: jobs.state.now, urgent: true });
      await stores[0].createCase({ ...input, mails: [{ ...mail, kind: 'urgent-report-received' }] });
      claimedAt.set(mail.id, jobs.state.now);
      if (index % 10 === 0) await look(index);
    }
    const inTheHour = jobs.sent.length;
    for (let minute = 1; minute <= 7; minute += 1) {
      jobs.state.now = NOW + HOUR + minute * 60_000;
      await look(minute);
    }
    expect([...toldAt.keys()].toSorted()).toEqual([...claimedAt.keys()].toSorted());
    const waits = [...toldAt].map(([id, at]) => at - (claimedAt.get(id) ?? 0));
    // And what passes until somebody looks.
    expect(Math.max(...waits)).toBeLessThanOrEqual(5 * 60_000 + 60_000);
    expect(inTheHour).toBeLessThanOrEqual(4 + 12);
    expect(jobs.sent.every(({ subject }) => subject.startsWith('DRINGEND'))).toBe(true);
  }, 60_000);
});

describe('a report that says it only inside', () => {
  const words = { nl: 'DRINGEND, ', en: 'URGENT, ' };

  it.each(languageCodes)(
    'is told once the team opened it, in %s, and can still go as spam',
    async (language) => {
      const team = await staffDesk();
      const cookie = await team.signIn(0);
      const { path, reference } = await team.newCase();
      team.parts.clock.now = NOW + HOUR;
      const claim = { version: 1, claimed: true };
      const first = await team.request('PATCH', path, claim, { cookie });
      expect([first.status, await first.json()]).toEqual([200, { version: 2 }]);
      // A colleague's inbox found it as well: theirs is the older version, and with the newer one nothing happens.
      expect((await team.request('PATCH', path, claim, { cookie })).status).toBe(412);
      const again = await team.request('PATCH', path, { ...claim, version: 2 }, { cookie });
      expect(await again.json()).toEqual({ version: 2 });
      const { found, events } = await team.stored(reference);
      expect(found).toMatchObject({ urgent: true, claimedAt: NOW + HOUR, claimAnswer: null });
      expect(events.map(({ kind }) => kind)).toEqual(['claimed']);
      const jobs = jobsOn([team.store], { language, team: team.parts.team });
      jobs.state.now = NOW + HOUR;
      await jobs.inBackground();
      const told = jobs.sent.filter(({ subject }) => subject.startsWith(words[language] + reference));
      expect(told).toHaveLength(1);
      expect(told[0]?.text).toContain(translator(language)('mail:reportReceived.checkBy'));
      expect(told[0]?.attachments).toHaveLength(1);
      const cases = [{ reference, version: 2 }];
      const spam = await team.request('POST', '/api/staff/cases/spam', { cases }, { cookie });
      expect(await spam.json()).toEqual({ erased: [reference], kept: [] });
    },
  );

  it('is nobody’s spam any more once somebody answered', async () => {
    const team = await staffDesk();
    const cookie = await team.signIn(0);
    const { path, reference } = await team.newCase();
    team.parts.clock.now = NOW + HOUR;
    await team.request('PATCH', path, { version: 1, claimed: true }, { cookie });
    await team.request('PATCH', path, { version: 2, claimAnswer: 'not-true' }, { cookie });
    const cases = [{ reference, version: 3 }];
    const spam = await team.request('POST', '/api/staff/cases/spam', { cases }, { cookie });
    expect(await spam.json()).toEqual({ erased: [], kept: [{ reference, fault: 'touched' }] });
  });
});
