import { METHODS } from 'node:http';
import { type Draft, validRequests } from './fuzz-makers.ts';
import type { Random } from './fuzz-random.ts';
import { mutateBytes, mutateJson, mutateJsonBytes, mutateText, oddValue } from './fuzz-values.ts';
import type { World } from './fuzz-world.ts';

const methods = [
  ...METHODS.filter((method) => method !== 'CONNECT'),
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
];

/** A valid request for one address, or one that was before it got something wrong. */
export function makeRequest(random: Random, world: World, all: readonly string[]): Draft {
  const draft = { ...random.pick(validRequests(random.pick(all), world, random.pick(world.cases), random)) };
  draft.headers = { ...draft.headers, 'X-Forwarded-For': visitorOf(random) };
  // What changes something is rarely let through as it is.
  const least = draft.method === 'GET' || random.chance(0.05) ? 0 : 1;
  const times = least + random.below(3);
  for (let at = 0; at < times; at += 1) mutate(random, draft);
  // Whoever signs out is a stranger: the session is still needed.
  if (draft.method === 'DELETE' && draft.path.includes('session')) draft.headers['Cookie'] = 'a=b';
  return draft;
}

function visitorOf(random: Random): string {
  const place = () => random.below(256);
  if (random.chance(0.02))
    return random.pick(['', 'x', '::1', '1.2.3', 'fe80::1%eth0', ', ,', '9'.repeat(400)]);
  return random.chance(0.2)
    ? `2001:db8:${place()}:${place()}::${place()}`
    : `10.${place()}.${place()}.${place()}`;
}

function mutate(random: Random, draft: Draft): void {
  const kind = random.below(10);
  if (kind === 0) draft.method = random.pick(methods);
  else if (kind === 1) draft.path = mutatePath(random, draft.path);
  else if (kind <= 3) mutateHeaders(random, draft.headers);
  else if (draft.json !== undefined) {
    if (kind < 9) draft.json = mutateJson(random, draft.json);
    else {
      draft.bytes = mutateJsonBytes(random, JSON.stringify(draft.json) ?? '');
      delete draft.json;
    }
  } else if (draft.text !== undefined) draft.text = mutateText(random, draft.text);
  else if (draft.bytes) draft.bytes = mutateBytes(random, draft.bytes);
  else if (kind === 4) draft.json = oddValue(random);
  else draft.path = mutatePath(random, draft.path);
}

const oddPlaces = [
  '%',
  '%00',
  '%ff',
  '%2f',
  '..%2f',
  '..',
  '%F0%9F%92%A9',
  '-1',
  '1e3',
  '01',
  '999',
  '1000',
  'CVD-2026-',
  '__proto__',
];

function mutatePath(random: Random, path: string): string {
  const parts = path.split('/');
  const at = 1 + random.below(parts.length - 1);
  const part = parts[at] ?? '';
  const odd = random.chance(0.5)
    ? random.pick(oddPlaces)
    : encodeURIComponent(mutateText(random, part).slice(0, 3000).toWellFormed());
  const change = random.below(5);
  if (change === 0) parts.splice(at, 0, odd);
  else if (change === 1) parts.push(odd);
  else if (change === 2) return `${path}${path.includes('?') ? '&' : '?'}${odd}=${odd}`;
  else parts[at] = change === 3 ? odd : part.toUpperCase();
  return parts.join('/');
}

const oddHeaders: Record<string, readonly string[]> = {
  'Content-Type': [
    ...[
      '',
      'application/json; charset=utf-16',
      'APPLICATION/JSON',
      'text/plain',
      'multipart/form-data',
      'x',
      'a/b;;;',
      '*/*',
    ],
    ...[
      'application/pgp-encrypted',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'application/json\t',
    ],
  ],
  Origin: [
    'null',
    '',
    'https://evil.example',
    'http://',
    'x',
    'http://localhost:1',
    'http://localhost@evil.example',
  ],
  'Sec-Fetch-Site': ['cross-site', 'same-site', 'same-origin', 'none', 'x'],
  Authorization: [
    '',
    'Bearer',
    'Bearer ',
    'Basic eDp5',
    `Bearer ${'A'.repeat(43)}`,
    `Bearer ${'A'.repeat(8000)}`,
    'bearer x',
    'Bearer é',
  ],
  Cookie: [
    ...[
      '',
      '__Host-meldpunt-session=',
      `__Host-meldpunt-session=${'A'.repeat(43)}`,
      'a=b;'.repeat(2000),
      '=;=;=',
      'é=é',
    ],
    `x=1; __Host-meldpunt-session=${'B'.repeat(43)}; __Host-meldpunt-session=${'C'.repeat(43)}`,
  ],
  'Accept-Language': ['', 'en', 'de, en;q=0.9', '*', 'x-'.repeat(3000), 'nl;q=é', 'en;q=99'],
  'Accept-Encoding': ['', 'gzip', 'br;q=0', '*;q=x', 'identity;q=0'],
  'Content-Encoding': ['gzip', 'br', 'x', 'identity'],
  Host: ['evil.example', 'localhost', '[::1]', 'x y', 'a'.repeat(300), ''],
  'X-Forwarded-Host': ['evil.example', 'é', 'a'.repeat(5000)],
  'X-Forwarded-Proto': ['https', 'javascript', ','],
  'X-Real-IP': ['1.1.1.1', 'x'.repeat(3000)],
  Expect: ['100-continue', 'x'],
  Range: ['bytes=0-', 'bytes=-1', 'x'],
  'If-None-Match': ['*', '"x"'],
  'Transfer-Encoding': ['chunked'],
  'X-Long': ['a'.repeat(10_000)],
  'X-HTTP-Method-Override': ['DELETE'],
};

function mutateHeaders(random: Random, headers: Record<string, string>): void {
  const name = random.pick(Object.keys(oddHeaders));
  if (random.chance(0.2)) delete headers[random.pick(Object.keys(headers))];
  else headers[name] = random.pick(oddHeaders[name] ?? []);
}
