// A member's page as far as sharing knows one: walks over all cases with a key and a session until all is shared, from
// where its place says. Tells on its output that it has begun, and ends with 0 when it is done. Killed at any time.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readPrivateKey } from 'openpgp';
import type { SharingTools } from '../../src/browser/inbox/sharing/tools.ts';
import { readFormerKeys } from '../../src/openpgp/former-key.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { nodeTools } from '../support/sharing-tools.ts';
import { ask } from './ask.ts';
import { from } from './reports.ts';

const {
  SITE = '',
  COOKIE = '',
  KEY_FILE = '',
  TEAM_FILE = '',
  FORMER_FILE = '',
  PLACE_FILE = '',
} = process.env;

// The browser keeps a place in the same way; one that was half written counts for none.
Object.assign(globalThis, {
  localStorage: {
    getItem: () => (existsSync(PLACE_FILE) ? readFileSync(PLACE_FILE, 'utf8') : null),
    setItem: (_name: string, value: string) => writeFileSync(PLACE_FILE, value),
    removeItem: () => writeFileSync(PLACE_FILE, ''),
  },
});
const { Walk } = await import('../../src/browser/inbox/sharing/walk.ts');
const { workOn } = await import('../../src/browser/inbox/sharing/work.ts');

const key = await readPrivateKey({ armoredKey: readFileSync(KEY_FILE, 'utf8') });
const team = await readCertificates(readFileSync(TEAM_FILE, 'utf8'), new Date());
const left = await readFormerKeys(readFileSync(FORMER_FILE, 'utf8').replace(/^until:.*$/gm, ''));
const former = left.map((one) => ({ ...one, encryptionKeyIds: [], opensSeipd2: false }));

const asked = { ...from(process.pid), Cookie: COOKIE, Origin: SITE, 'Sec-Fetch-Site': 'same-origin' };

const askServer: SharingTools['ask'] = async (method, path, schema, body) => {
  const headers = {
    ...asked,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await ask(`${SITE}/api/staff/${path}`, { method, headers, ...sent }).catch(() => null);
  if (answer === null) return { ok: false, problem: 'offline', number: '' };
  const parsed: unknown = JSON.parse(answer.text);
  const known = schema.safeParse(parsed);
  if (answer.status < 300 && known.success) return { ok: true, value: known.data };
  return { ok: false, problem: (parsed as { code: never }).code, number: '' };
};
const fileOf: SharingTools['file'] = async (reference, { id }) => {
  const path = `${SITE}/api/staff/cases/${reference}/attachments/${id}/0`;
  try {
    const answer = await fetch(path, { headers: asked });
    if (answer.ok) return { ok: true, value: await answer.blob() };
    return { ok: false, problem: ((await answer.json()) as { code: never }).code, number: '' };
  } catch {
    return { ok: false, problem: 'offline', number: '' };
  }
};
const tools = nodeTools({ key }, { team, former }, askServer, fileOf);

const walk = new Walk(tools, workOn, {
  wait: () => new Promise((resolve) => setTimeout(resolve, 100)),
  // A process is no tab.
  alone: (work) => work().then(() => true),
});
process.stdout.write('begun\n');
if (walk.place.peek() === null) await walk.begin('share');
while (walk.state.peek().kind !== 'done') {
  const state = walk.state.peek();
  // A session may make so many requests and no more, and an address get so many refusals: a page goes slower, this one
  // gets others.
  if (state.kind === 'stopped' && state.problem.startsWith('too-many-re')) process.exit(4);
  if (state.kind === 'stopped' && state.problem !== 'offline' && state.problem !== 'store-unavailable') {
    process.stderr.write(`stopped: ${state.problem}\n`);
    process.exit(3);
  }
  await walk.goOn();
}
const { closed = [], unlike = [] } = walk.place.peek() ?? {};
process.stderr.write(
  closed.length + unlike.length > 0 ? `not shared: ${[...closed, ...unlike].join(' ')}\n` : '',
);
process.exit(0);
