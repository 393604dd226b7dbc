import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { rebuildAsker } from '../../functions/jobs/expiry.ts';
import { expiresOf, publishedFetcher } from '../../functions/jobs/published.ts';
import { expiryMail } from '../../functions/mail/expiry-mails.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { readSigningCertificate } from '../../src/openpgp/signing-key.ts';
import {
  DAY,
  HOUR,
  jobsOn,
  KEY_MADE_AT,
  makePublishedKey,
  NOW,
  SITE,
  withBothStores,
} from '../support/jobs.ts';
import { certificateWith } from '../support/parts.ts';

const TXT = '/.well-known/security.txt';
const KEY = '/team-key.asc';
const END = NOW + 330 * DAY;
/** Not the end of the file: what ends together has one warning. */
const KEY_END = END + 60_000;
const SECRET = 'hook-needle';
const expires = (time: number) =>
  `Contact: mailto:a@example.org\r\nExpires: ${new Date(time).toISOString()}\r\n`;
const signed = (text: string) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\n${text}-----BEGIN PGP SIGNATURE-----\r\n`;
const lastingKey = await makePublishedKey({ name: 'Team', email: 'team@example.org' });
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A real server on 127.0.0.1; `stop` leaves its port refused. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  running.push(stop);
  return { url: `http://127.0.0.1:${address.port}`, stop };
}

/** A published site, and a deploy hook beside it, that can be changed while they run. */
async function serveSite() {
  const state = {
    txt: expires(END),
    key: lastingKey,
    signingKey: null as string | null,
    status: 200,
    hookStatus: 500,
    asked: 0,
    onHook: () => {},
  };
  const site = await serve((request, response) => {
    const files: Record<string, string | null> = {
      [TXT]: state.txt,
      [KEY]: state.key,
      '/signing-key.asc': state.signingKey,
    };
    const file = files[request.url ?? ''] ?? null;
    response.statusCode = file === null ? 404 : state.status;
    response.end(file);
  });
  const hook = await serve((request, response) => {
    expect([request.method, request.url, request.headers['content-length']]).toEqual([
      'POST',
      `/${SECRET}`,
      '0',
    ]);
    state.asked += 1;
    state.onHook();
    response.statusCode = state.hookStatus;
    response.end();
  });
  const parts = {
    fetchPublished: publishedFetcher(site.url),
    askRebuild: rebuildAsker(`${hook.url}/${SECRET}`),
  };
  return { state, parts, stop: site.stop };
}

withBothStores((open, store) => {
  /** Runs the daily job in the morning and in the evening, on one server and the other. */
  const walk = async (jobs: ReturnType<typeof jobsOn>, from: number, to: number, eachDay = () => {}) => {
    for (let day = from; day <= to; day += 1) {
      for (const half of [0, 1]) {
        jobs.state.now = NOW + day * DAY + half * 12 * HOUR;
        await jobs.daily(half);
      }
      eachDay();
    }
  };

  // Long before the end nothing is done, whatever the store: one walks through that, the other begins where it ends.
  const first = store === 'sqlite' ? 0 : 260;
  it(`days ${first} to 400 with a rebuild that fails: each warning on its day, once, and the hook asked once a day`, async () => {
    const site = await serveSite();
    const jobs = jobsOn(await open(), site.parts);
    const days: Record<string, number> = {};
    const asked: number[] = [];
    let day = first;
    await walk(jobs, first, 400, () => {
      for (const id of jobs.warnings()) days[id] ??= day;
      asked.push(site.state.asked);
      day += 1;
    });
    const weeks = Array.from({ length: 10 }, (_, index) => [-1 - index, 337 + 7 * index]);
    const planned = [[30, 300], [14, 316], [7, 323], [1, 329], [0, 330], ...weeks];
    expect(days).toEqual(
      Object.fromEntries(planned.map(([step, on]) => [`security-txt.${END}.${step}`, on])),
    );
    expect(jobs.warnings()).toHaveLength(planned.length);
    // From 60 days before: day 270 in the morning.
    const eachDay = Array.from({ length: 401 }, (_, index) => Math.max(0, index - 269));
    expect(asked).toEqual(eachDay.slice(first));
    const rebuilds = jobs.logged.filter(({ event }) => event === 'rebuild');
    expect(rebuilds).toHaveLength(131);
    expect(new Set(rebuilds.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(JSON.stringify([jobs.logged, jobs.sent])).not.toContain(SECRET);
  });

  it('a rebuild that works is asked once and leaves nothing to warn of', async () => {
    const site = await serveSite();
    const jobs = jobsOn(await open(), site.parts);
    site.state.hookStatus = 201;
    site.state.onHook = () => {
      site.state.txt = expires(jobs.state.now + 330 * DAY);
    };
    await walk(jobs, 265, 400);
    expect(site.state.asked).toBe(1);
    expect(jobs.warnings()).toEqual([]);
    expect(jobs.logged).toContainEqual({ event: 'rebuild', outcome: 'asked' });
  });

  it('a rebuild that works late stops the warnings', async () => {
    const site = await serveSite();
    const jobs = jobsOn(await open(), site.parts);
    await walk(jobs, 298, 318);
    site.state.txt = expires(END + 300 * DAY);
    await walk(jobs, 319, 400);
    expect(jobs.warnings()).toEqual([`security-txt.${END}.30`, `security-txt.${END}.14`]);
  });

  it.each([
    ['an error', { status: 500 }, 'storing'],
    ['nothing', { status: 404 }, '400-reeks'],
    ['an HTML page', { txt: '<!doctype html><p>Expires: soon' }, 'andere inhoud'],
    ['no Expires', { txt: 'Contact: mailto:a@example.org\r\n' }, 'andere inhoud'],
    ['two Expires', { txt: expires(END) + expires(END) }, 'andere inhoud'],
    ['a refused connection', null, 'geen antwoord'],
  ])(
    '%s instead of the file: one warning a week, and a rebuild asked every day where one helps',
    async (_, change, seen) => {
      const site = await serveSite();
      const jobs = jobsOn(await open(), site.parts);
      if (change === null) await site.stop();
      else Object.assign(site.state, change);
      await walk(jobs, 0, 20);
      expect(jobs.warnings()).toEqual([48, 49, 50].map((week) => `security-txt.unreadable.2026-W${week}`));
      // A site that can't be reached from here is not mended by building it.
      expect(site.state.asked).toBe(change === null ? 0 : 21);
      for (const { subject, text } of jobs.sent.filter(({ id }) => id.startsWith('expiry'))) {
        expect(subject).toBe('Niet te lezen: security.txt van het meldpunt');
        expect(text).toContain(seen);
        expect(text).toContain(`${SITE}${TXT}\n`);
      }
    },
  );

  it('a file that ends with a key gives one warning, the key’s, and no rebuild that can’t help', async () => {
    const site = await serveSite();
    const end = NOW + 40 * DAY;
    site.state.key = await makePublishedKey({ name: 'Ada' }, (end - KEY_MADE_AT.getTime()) / 1000);
    site.state.txt = expires(end);
    const team = await readCertificates(site.state.key, new Date(NOW));
    const jobs = jobsOn(await open(), { ...site.parts, team });
    await walk(jobs, 0, 39);
    expect(jobs.warnings()).toEqual([30, 14, 7, 1].map((step) => `${team[0]?.fingerprint}.${end}.${step}`));
    expect(site.state.asked).toBe(0);
  });

  it('a file signed by hand is warned of with the advice to sign, and built unsigned in its last 3 days', async () => {
    const site = await serveSite();
    site.state.txt = signed(expires(END));
    site.state.hookStatus = 201;
    let day = 260;
    const asked: number[] = [];
    const jobs = jobsOn(await open(), { ...site.parts, signsByHand: true });
    site.state.onHook = () => {
      asked.push(day);
      site.state.txt = expires(jobs.state.now + 330 * DAY);
    };
    await walk(jobs, day, 400, () => {
      day += 1;
    });
    expect(jobs.warnings()).toEqual([30, 14, 7].map((step) => `security-txt.${END}.${step}`));
    expect(asked).toEqual([327]);
    for (const { text } of jobs.sent.filter(({ id }) => id.startsWith('expiry')))
      expect(text).toContain('npm run sign-security-txt');
  });

  it('an unsigned file where somebody used to sign by hand is built anew in time, as any', async () => {
    const site = await serveSite();
    const jobs = jobsOn(await open(), { ...site.parts, signsByHand: true });
    await walk(jobs, 269, 301);
    expect(site.state.asked).toBe(32);
    const [mail] = jobs.sent.filter(({ id }) => id.startsWith('expiry'));
    expect(mail?.text).toContain('Bouw de site opnieuw en publiceer die');
  });

  it('the end of the key that signs is told by its fingerprint, as what it is for, and moves the rebuild', async () => {
    const end = NOW + 40 * DAY;
    for (const signsByHand of [false, true]) {
      const site = await serveSite();
      site.state.signingKey = await makePublishedKey({ name: 'Signs' }, (end - KEY_MADE_AT.getTime()) / 1000);
      const signingKey = await readSigningCertificate(site.state.signingKey);
      expect(signingKey).toMatchObject({ userIds: ['Signs'], expiresAt: end });
      site.state.txt = signed(expires(end));
      const jobs = jobsOn(await open(), { ...site.parts, signsByHand, signingKey });
      await walk(jobs, 0, 39);
      // The file ends with its key: one warning says it.
      expect(jobs.warnings()).toEqual(
        [30, 14, 7, 1].map((step) => `signing-${signingKey.fingerprint}.${end}.${step}`),
      );
      const [mail] = jobs.sent.filter(({ id }) => id.startsWith('expiry'));
      expect(mail?.subject).toContain('de sleutel die security.txt ondertekent verloopt');
      expect(mail?.text).toContain('De sleutel van Signs, waarmee');
      expect(mail?.text).toContain(signsByHand ? 'npm run sign-security-txt' : 'SECURITY_TXT_SIGNING_KEY');
      // A build can't sign for longer than its key, but it can leave out a signature made by hand.
      expect(site.state.asked).toBe(signsByHand ? 3 : 0);
    }
  });

  it('a key that signs and can’t be fetched or read is told of, and the build’s own end is watched', async () => {
    for (const served of [null, 'none']) {
      const site = await serveSite();
      site.state.signingKey = served;
      const signingKey = { fingerprint: 'C'.repeat(40), userIds: ['Signs'], expiresAt: NOW + DAY };
      const jobs = jobsOn(await open(), { ...site.parts, signingKey });
      await walk(jobs, 0, 0);
      expect(jobs.warnings().toSorted()).toEqual([
        `signing-${signingKey.fingerprint}.${NOW + DAY}.1`,
        'signing-key.unreadable.2026-W48',
      ]);
      expect(jobs.sent.map(({ subject }) => subject)).toContain(
        'Niet te lezen: signing-key.asc van het meldpunt',
      );
    }
  });

  it('a published key that expires is warned of likewise, whether the build knows it or not', async () => {
    const site = await serveSite();
    const end = NOW + 40 * DAY;
    site.state.key = await makePublishedKey({ name: 'Ada' }, (end - KEY_MADE_AT.getTime()) / 1000);
    const team = await readCertificates(site.state.key, new Date(NOW));
    const fingerprint = team[0]?.fingerprint;
    const steps = (...all: number[]) => all.map((step) => `${fingerprint}.${end}.${step}`);
    const jobs = jobsOn(await open(), { ...site.parts, team });
    await walk(jobs, 0, 48);
    expect(jobs.warnings()).toEqual(steps(30, 14, 7, 1, 0, -1));
    const others = jobsOn(await open(), site.parts);
    await walk(others, 0, 48);
    expect(others.warnings().slice(0, 4)).toEqual(steps(30, 14, 7, 1));
    // Expired, and unknown to the build: the file as a whole is warned of.
    expect(others.warnings().slice(4)).toEqual(
      ['2026-W53', '2027-W01'].map((week) => `team-key.unreadable.${week}`),
    );
  });

  it('with a key file that can’t be used the keys of the build are watched, and the team is told', async () => {
    const site = await serveSite();
    site.state.key = '<!doctype html>';
    const fingerprint = 'A'.repeat(40);
    const team = [certificateWith({ fingerprint, expiresAt: NOW + DAY })];
    const jobs = jobsOn(await open(), { ...site.parts, team });
    await walk(jobs, 0, 0);
    expect(jobs.warnings().toSorted()).toEqual([
      `${fingerprint}.${NOW + DAY}.1`,
      'team-key.unreadable.2026-W48',
    ]);
  });

  it('a hook that hangs does not keep the job, nor its mails', async () => {
    const site = await serveSite();
    const hanging = await serve(() => undefined);
    const jobs = jobsOn(await open(), { ...site.parts, askRebuild: rebuildAsker(hanging.url, 100) });
    const began = performance.now();
    await walk(jobs, 310, 310);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(jobs.warnings()).toEqual([`security-txt.${END}.30`]);
    expect(jobs.logged.filter(({ event }) => event === 'rebuild')).toEqual([
      { event: 'rebuild', outcome: 'failed' },
    ]);
  });

  it('beside a request nothing is fetched', async () => {
    const fail = () => Promise.reject(new Error('fetched'));
    const jobs = jobsOn(await open(), { fetchPublished: fail });
    await jobs.inBackground();
    expect(jobs.sent).toEqual([]);
  });

  it.each([
    {
      language: 'nl',
      subjects: [
        'Nog 29 dagen, 12 uur: security.txt verloopt',
        'security.txt is verlopen',
        'Nog 29 dagen, 12 uur: de sleutel van Ada <ada@example.org> verloopt',
        'De sleutel van Ada <ada@example.org> is verlopen',
      ],
      words: [
        'Verloopt op: dinsdag 19 oktober 2027 om 11:00 CEST',
        'slaan programma’s het bestand daarna over',
      ],
      sealing: 'niet meer\nvoor Ada <ada@example.org> versleuteld',
    },
    {
      language: 'en',
      subjects: [
        '29 days, 12 hours left: security.txt expires',
        'security.txt has expired',
        '29 days, 12 hours left: the key of Ada <ada@example.org> expires',
        'The key of Ada <ada@example.org> has expired',
      ],
      words: [
        'Expires on: Tuesday, 19 October 2027 at 11:00 CEST',
        'tools will ignore the file from then on',
      ],
      sealing: 'will no longer be encrypted to\nAda <ada@example.org> after that',
    },
  ] as const)(
    'the mails in “$language” say what, when and what to do',
    async ({ language, subjects, words, sealing }) => {
      const fingerprint = 'AB'.repeat(20);
      const team = [
        certificateWith({ fingerprint, expiresAt: KEY_END }),
        certificateWith({ fingerprint: 'CD'.repeat(20), userIds: ['Bob'] }),
      ];
      const site = await serveSite();
      site.state.key = 'none';
      const jobs = jobsOn(await open(), { ...site.parts, language, team });
      for (const time of [END - 29.5 * DAY, END + 5 * HOUR]) {
        jobs.state.now = time;
        await jobs.daily();
      }
      const find = (what: string, step: number, end = END) =>
        jobs.sent.find(({ id }) => id === `expiry.${what}.${end}.${step}`);
      const file = find('security-txt', 30);
      const key = find(fingerprint, 30, KEY_END);
      const mails = [file, find('security-txt', 0), key, find(fingerprint, 0, KEY_END)];
      expect(mails.map((mail) => mail?.subject)).toEqual(subjects);
      for (const word of [...words, `${SITE}${TXT}\n`]) expect(file?.text).toContain(word);
      for (const word of [
        sealing,
        words[0].replace(':00', ':01'),
        `gpg --quick-set-expire ${fingerprint} 2y\n`,
        `gpg --armor --export ${fingerprint} ${'CD'.repeat(20)} > team-key.asc\n`,
      ])
        expect(key?.text).toContain(word);
      for (const { text, to, attachments } of jobs.sent) {
        expect({ to, attachments }).toEqual({ to: ['team@example.com'], attachments: [] });
        expect(text).not.toMatch(/\{\{|undefined|hook-needle/);
      }
    },
  );
});

describe('what the mail about a key says to do', () => {
  const fingerprint = 'AB'.repeat(20);
  const other = 'CD'.repeat(20);
  const textFor = (own: boolean, colleague: boolean, language: LanguageCode) => {
    const team = [
      { fingerprint, userIds: ['Ada'], expiresAt: KEY_END, isForGnupg: own },
      { fingerprint: other, userIds: ['Vera'], expiresAt: null, isForGnupg: colleague },
    ];
    const mail = { id: 'i', to: [], siteUrl: SITE, language };
    return expiryMail(mail, `${fingerprint}:${KEY_END}`, { team }, new Date(NOW))?.text ?? '';
  };

  it.each(['nl', 'en'] as const)(
    'in %s: never has gpg write a key file in which a member’s newer key is missing, nor extend one that it doesn’t hold',
    (language) => {
      expect(textFor(true, true, language)).toContain(
        `gpg --armor --export ${fingerprint} ${other} > team-key.asc\n`,
      );
      const amongOthers = textFor(true, false, language);
      expect(amongOthers).toContain(`gpg --quick-set-expire ${fingerprint} 2y\n`);
      expect(amongOthers).toContain(`gpg --armor --export ${fingerprint} > `);
      expect(amongOthers).not.toContain('> team-key.asc');
      expect(amongOthers).not.toContain(other);
      expect(textFor(false, true, language)).not.toContain('gpg --');
    },
  );
});

describe('reading what is published', () => {
  it('gives the text, also behind a redirect on the same host', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === TXT) response.writeHead(301, { location: '/moved.txt' }).end();
      else response.end(expires(END));
    });
    const found = await publishedFetcher(url)(TXT);
    expect('text' in found && expiresOf(found.text)).toBe(END);
  });

  it('goes to no other host, does not turn round for ever, and takes no more than 64 KiB', async () => {
    let visits = 0;
    const other = await serve((_, response) => {
      visits += 1;
      response.end(expires(END));
    });
    const answers: Record<string, RequestListener> = {
      '3xx': (_, response) => response.writeHead(302, { location: `${other.url}${TXT}` }).end(),
      invalid: (_, response) => response.end('x'.repeat(64 * 1024 + 1)),
      unreachable: (_, response) => response.writeHead(200).write('Expires'),
      '4xx': (_, response) => response.writeHead(404).end(),
    };
    for (const [fault, listener] of Object.entries(answers)) {
      const { url } = await serve(listener);
      expect(await publishedFetcher(url, 500)(TXT), fault).toEqual({ fault });
    }
    expect(visits).toBe(0);
    const { url } = await serve((_, response) => response.writeHead(302, { location: TXT }).end());
    expect(await publishedFetcher(url)(TXT)).toEqual({ fault: '3xx' });
    expect(await publishedFetcher(url)(KEY)).toEqual({ fault: '3xx' });
  });

  it('a hook that hangs, redirects or is away has failed, and is not waited for', async () => {
    const hanging = await serve(() => undefined);
    const began = performance.now();
    expect(await rebuildAsker(hanging.url, 100)()).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
    const answering = await serve((_, response) => response.writeHead(200).write('{'));
    expect(await rebuildAsker(answering.url)()).toBe(true);
    const away = await serve((_, response) => response.writeHead(302, { location: answering.url }).end());
    expect(await rebuildAsker(away.url)()).toBe(false);
    await away.stop();
    expect(await rebuildAsker(away.url)()).toBe(false);
  });
});
