import { expect, it } from 'vitest';
import { createHealthHandler } from '../../functions/api/health.ts';
import { DAY, jobsOn, SITE, withBothStores } from '../support/jobs.ts';
import { testParts } from '../support/parts.ts';

const former = 'meldpunt.example/log+8a1b2c3d+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
/** What a site publishes whose server signs with another key, and one that knew no key when it was built. */
const others = [
  ['another key', `# our keys\n${former}\n`, 'op de site: 8a1b2c3d'],
  ['no key', '', 'op de site: geen'],
] as const;

const healthWith = async (deskKeys: string) => {
  const handle = createHealthHandler(testParts({ deskKeys }));
  const response = await handle(new Request(`${SITE}/api/health`), {});
  return [response.status, await response.json()];
};

it.each(others)('health says it when the site publishes %s than the one that signs', async (_, deskKeys) => {
  expect(await healthWith(deskKeys)).toEqual([
    503,
    { store: 'ok', mail: 'ok', keys: 'unpublished', log: 'ok', site: 'ok', cases: 'ok' },
  ]);
});

it('health is well when the key that signs stands first, with former ones behind it', async () => {
  const { vkey } = testParts().desk;
  const text = `# our keys\n\n${vkey}\n${former} until 2026-10-01T00:00:00Z\n`;
  expect(await healthWith(text)).toEqual([
    200,
    { store: 'ok', mail: 'ok', keys: 'ok', log: 'ok', site: 'ok', cases: 'ok' },
  ]);
  expect((await healthWith(`${former}\n${vkey} until 2026-10-01T00:00:00Z\n`))[0]).toBe(503);
});

withBothStores((open) => {
  it.each(others)('the team is mailed once a day while the site publishes %s', async (_, deskKeys, shown) => {
    const jobs = jobsOn(await open(), { deskKeys });
    const warned = () => jobs.told.filter((id) => id.startsWith('desk-key.'));
    await jobs.daily();
    await jobs.daily(1);
    expect(warned()).toEqual(['desk-key.2026-11-23']);
    jobs.state.now += DAY;
    await jobs.daily();
    expect(warned()).toEqual(['desk-key.2026-11-23', 'desk-key.2026-11-24']);
    const { vkey } = testParts().desk;
    const mail = jobs.sent.find(({ id }) => id.startsWith('desk-key.'));
    expect(mail?.subject).toBe('Het meldpunt ondertekent met een sleutel die niet is gepubliceerd');
    const words = mail?.text.replaceAll(/(?<=\S) +/g, ' ');
    for (const text of [vkey, shown, `${SITE}/desk-key.txt`]) expect(words).toContain(text);
  });

  it('the warning is in the team’s language, and nothing is sent where the key is published', async () => {
    const stores = await open();
    const well = jobsOn(stores);
    await well.daily();
    expect(well.sent).toEqual([]);
    const jobs = jobsOn(stores, { language: 'en', deskKeys: '' });
    await jobs.daily();
    expect(jobs.sent.map(({ subject }) => subject)).toEqual([
      'The reporting desk signs with a key that is not published',
    ]);
  });
});
