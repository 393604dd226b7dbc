import { describe, expect, it } from 'vitest';
import {
  clearSessionCookie,
  sessionCookieOf,
  setSessionCookie,
} from '../../functions/staff/session-cookie.ts';

const SECRET = 'A'.repeat(43);
const REST = 'Path=/; Max-Age=60; HttpOnly;';
const asking = (cookie: string) => new Request('https://any.example', { headers: { Cookie: cookie } });

describe('the cookie of a session', () => {
  it.each([...['http://localhost:4321', 'http://localhost', 'http://127.0.0.1:4321', 'http://[::1]:4321']])(
    'on %s asks for no https: WebKit takes no Secure cookie there',
    (site) => {
      expect(setSessionCookie(SECRET, 60, site)).toBe(`meldpunt-session=${SECRET}; ${REST} SameSite=Strict`);
      expect(sessionCookieOf(asking(`meldpunt-session=${SECRET}`), site)?.secret).toBe(SECRET);
      expect(clearSessionCookie(null, site)).toContain('meldpunt-session=; Path=/; Max-Age=0;');
    },
  );

  it.each([
    ...['https://meldpunt.example', 'https://localhost', 'https://127.0.0.1:8443', 'http://desk.example'],
    ...['http://localhost.example', 'http://127.0.0.2', 'http://192.168.1.2:4321', 'http://x.localhost'],
    ...['http://localhost@desk.example', 'http://abcdefghijklmnop.onion', ''],
  ])('on %s is Secure, for this host alone, and no other is taken', (site) => {
    expect(setSessionCookie(SECRET, 60, site)).toBe(
      `__Host-meldpunt-session=${SECRET}; ${REST} Secure; SameSite=Strict`,
    );
    expect(sessionCookieOf(asking(`__Host-meldpunt-session=${SECRET}`), site)?.secret).toBe(SECRET);
    expect(sessionCookieOf(asking(`meldpunt-session=${SECRET}`), site)).toBeNull();
  });

  it('that was set before under the other name holds on this machine, and is the one that is taken away', () => {
    const site = 'http://localhost:4321';
    const found = sessionCookieOf(asking(`__Host-meldpunt-session=${SECRET}`), site);
    expect(found?.secret).toBe(SECRET);
    expect(clearSessionCookie(found, site)).toMatch(/^__Host-meldpunt-session=; .*Max-Age=0;.* Secure;/);
  });
});
