import { beforeEach, describe, expect, it } from 'vitest';
import { cookieOf } from '../../functions/http/cookies.ts';
import { SITE } from '../support/sealed.ts';
import { type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const NAME = '__Host-meldpunt-session';
let desk: StaffDesk;
let own: string;
let other: string;
beforeEach(async () => {
  desk = await staffDesk();
  [own, other] = [await desk.signIn(0), await desk.signIn(1)];
});

/**
 * The status for who sends this header. A header's bytes reach the functions one character each, as Latin-1: so does
 * UTF-8.
 */
async function statusOf(cookie: string): Promise<number> {
  const bytes = Buffer.from(cookie, 'utf8').toString('latin1');
  return (await desk.request('GET', '/api/staff/cases', undefined, { cookie: bytes })).status;
}

describe('the cookie of a session', () => {
  it('is found among others, with spaces and tabs around it', async () => {
    for (const header of [
      own,
      `a=1; ${own}; b=2`,
      `a=1;${own};b=2`,
      ` \t${own}\t `,
      `a=1 ; \t ${own} ;; b=2;`,
      `a="x; ${own}`,
    ])
      expect(await statusOf(header), header).toBe(200);
  });

  it('that comes twice is none, whichever is the right one: neither the first nor the last is taken', async () => {
    const wrong = `${NAME}=${'A'.repeat(43)}`;
    for (const header of [
      `${own}; ${own}`,
      `${own}; ${other}`,
      `${wrong}; ${own}`,
      `${own}; ${wrong}`,
      `${NAME}=; ${own}`,
      `${own}; a=1; ${NAME}=x`,
    ])
      expect(await statusOf(header), header).toBe(401);
    expect(await statusOf(own)).toBe(200);
  });

  it('is not found behind other spaces of Unicode, line ends or other marks', async () => {
    const spaces = ['\u000b', '\u000c', '\u0085', '\u00a0', '\u1680', '\u2003', '\u2028', '\u3000', '\ufeff'];
    for (const space of spaces) {
      for (const header of [`a=1;${space}${own}`, `${space}${own}`, `${own}${space}`, `a=1${space}${own}`])
        expect(await statusOf(header), JSON.stringify(header)).toBe(401);
    }
    for (const mark of [',', '&', ':', '=', '%3B', ';=']) {
      expect(await statusOf(`a=1${mark}${own}`), mark).toBe(401);
    }
  });

  it('is neither quoted nor encoded, and its name is exactly that', async () => {
    const value = own.slice(NAME.length + 1);
    for (const header of [
      `${NAME}="${value}"`,
      `${NAME}= ${value}`,
      `${NAME} =${value}`,
      `${NAME}=${value}=`,
      `${NAME}=${value},`,
      `${NAME}=${encodeURIComponent(`${value} `)}`,
      `x${own}`,
      `_${own}`,
      `=${own}`,
      `${NAME}-old=${value}`,
      `${NAME}x=${value}`,
      `__host-meldpunt-session=${value}`,
      `__Secure-meldpunt-session=${value}`,
      `__Host-meldpunt-sessio\u0578=${value}`,
      `meldpunt-session=${value}`,
      `a="x; y=${own}"`,
    ])
      expect(await statusOf(header), header).toBe(401);
  });

  it('is not looked for in a header that no browser sends, and blanks without end cost nothing', () => {
    const read = (cookie: string) => cookieOf(new Request(SITE, { headers: { cookie } }), NAME);
    expect(read(`a=${'x'.repeat(8000)}; ${NAME}=1`)).toBe('1');
    expect(read(`a=${'x'.repeat(9000)}; ${NAME}=1`)).toBeNull();
    expect(read(`${NAME}=1; a=${'x'.repeat(9000)}`)).toBeNull();
    expect(read(`a=1${' '.repeat(8000)}x; ${NAME}=1`)).toBe('1');
  });
});
