import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { securityHeaders } from '../support/headers.ts';
import type { RunningSite } from '../support/project.ts';
import { startSite } from '../support/site.ts';
import { checkWholeSite } from '../support/walk-checks.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site?.stop();
});

describe('the site of npm start', () => {
  checkWholeSite(() => ({ base: site.url, siteUrl: site.siteUrl }));
});

describe('the table of headers', () => {
  it('is as strict as it can be', () => {
    const {
      'content-security-policy': policy = '',
      'permissions-policy': features = '',
      ...rest
    } = securityHeaders;
    expect(rest).toEqual({
      'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'public, max-age=0, must-revalidate',
    });
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
    for (const part of [
      "default-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split('; ')).toContain(part);
    }
    for (const feature of features.split(', ')) expect(feature).toMatch(/^[a-z-]+=\(\)$/);
    // The pages copy codes and commands.
    expect(features).not.toContain('clipboard-write');
  });

  it('switches off every feature by a name that the browser knows, and leaves copying', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${site.url}/melden`, { waitUntil: 'networkidle' });
    await page.goto(`${site.url}/en/inbox`, { waitUntil: 'networkidle' });
    expect(said).toEqual([]);
    const allowed: string[] = await page.evaluate('document.featurePolicy.allowedFeatures()');
    await browser.close();
    // Hints about the browser are no feature of a page, and are sent only to who asks.
    expect(allowed.filter((name) => !name.startsWith('ch-'))).toEqual(['clipboard-write']);
  });
});
