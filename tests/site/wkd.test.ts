import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import type { RunningSite } from '../support/project.ts';
import { startSite } from '../support/site.ts';

describe('the published keys', () => {
  const team = new Gpg();
  let site: RunningSite;
  let fingerprint: string;
  beforeAll(async () => {
    fingerprint = team.makeKey('Security team <security@example.org>');
    site = await startSite({
      TEAM_KEY_FILE: team.file('team.asc', team.exportPublic()),
      CONTACT_EMAIL: 'security@example.org',
    });
  });
  afterAll(async () => {
    await site?.stop();
    team.close();
  });

  it('are found by their address, the direct and the advanced way, as gpg looks for them', async () => {
    // gpg asks over https and by DNS only, so the test asks in its place, with the name that gpg itself works out.
    const [hash = ''] = /\w{32}(?=@example\.org)/.exec(team.run(['--list-keys', '--with-wkd-hash'])) ?? [];
    for (const way of ['', 'example.org/']) {
      const base = `${site.url}/.well-known/openpgpkey/${way}`;
      const key = await fetch(`${base}hu/${hash}?l=security`);
      expect([key.status, key.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
      expect(key.headers.get('access-control-allow-origin')).toBe('*');
      const stranger = new Gpg();
      stranger.run(['--import'], new Uint8Array(await key.arrayBuffer()));
      expect(stranger.run(['--list-keys', '--with-colons'])).toContain(fingerprint);
      stranger.close();
      const policy = await fetch(`${base}policy`);
      expect([policy.status, await policy.text()]).toEqual([200, '']);
      expect(policy.headers.get('content-type')).toMatch(/^text\/plain/);
      expect((await fetch(`${base}hu/${'y'.repeat(32)}`)).status).toBe(404);
    }
  });

  it('have a fingerprint that the button beside it copies, grouped as it stands there', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    // Pages may not read the clipboard, nor does Chromium without a screen have one to paste from.
    const copied: string[] = [];
    await page.exposeFunction('keepCopied', (text: string) => void copied.push(text));
    await page.addInitScript('navigator.clipboard.writeText = (text) => window.keepCopied(text)');
    await page.goto(`${site.url}/melden/zelf`);
    const shown = page.locator('.fingerprint');
    await shown.getByRole('button').click();
    await shown.getByRole('status').getByText(/./).waitFor();
    expect(copied).toEqual([(fingerprint.match(/.{4}/g) ?? []).join(' ')]);
    await browser.close();
  });

  it('are named on the report page, with a fingerprint that a person can compare and copy', async () => {
    const page = await (await fetch(`${site.url}/melden`)).text();
    const grouped = (fingerprint.match(/.{4}/g) ?? []).join(' ');
    expect(page).toContain(grouped);
    const key = await (await fetch(`${site.url}/team-key.asc`)).text();
    const reader = new Gpg();
    reader.import(key);
    expect(reader.run(['--list-keys', '--with-colons'])).toContain(fingerprint);
    reader.close();
  });
});
