import { functions } from '../../functions/routes.ts';
import { sealedRecords } from '../../src/disclosure/desk-wire.ts';
import { URGENT_HEADER } from '../../src/disclosure/wire.ts';
import type { SiteSettings } from '../../src/settings/settings.ts';
import { randomId } from '../support/cases.ts';
import type { Random } from './fuzz-random.ts';
import { oddTexts } from './fuzz-values.ts';
import type { KnownCase, World } from './fuzz-world.ts';

/** A request before it is sent. A body is one of the three. */
export interface Draft {
  method: string;
  path: string;
  headers: Record<string, string>;
  json?: unknown;
  text?: string;
  bytes?: Uint8Array;
}

const JSON_BODY = { 'Content-Type': 'application/json' };

/** Valid requests for each address of the functions, as it stands in functions/routes.ts. */
const makers: Record<string, (world: World, one: KnownCase, random: Random) => Draft[]> = {
  '/api/reports': ({ sealed, lockedKey, origin }, _one, random) => {
    const attachments = [{ id: randomId(), size: 5000 }];
    const fields = {
      receiptId: randomId() + randomId(),
      urgent: random.chance(0.5),
      language: 'nl',
      attachments,
    };
    const json = {
      sealedReport: sealed,
      replyKey: lockedKey,
      notifyEmail: 'a@example.net',
      proof: '{}',
      ...fields,
    };
    const form = 'application/x-www-form-urlencoded';
    return [
      { method: 'POST', path: '/api/reports', headers: JSON_BODY, json },
      {
        method: 'POST',
        path: '/api/reports',
        headers: {
          'Content-Type': 'application/pgp-encrypted',
          ...(random.chance(0.5) ? { [URGENT_HEADER]: 'yes' } : {}),
        },
        text: sealed,
      },
      {
        ...{ method: 'POST', path: '/api/reports', headers: { 'Content-Type': form, Origin: origin } },
        text: `message=${encodeURIComponent(sealed)}&language=en${random.chance(0.5) ? '&urgent=yes' : ''}`,
      },
    ];
  },
  '/api/reports/received': ({ origin }, _one, random) => [
    {
      method: random.pick(['GET', 'POST']),
      path: '/api/reports/received',
      headers: { Origin: origin, Cookie: `meldpunt-answer=${random.pick(['', 'A', 'A'.repeat(99), '%'])}` },
    },
  ],
  '/api/reports/challenge': () => [
    {
      method: 'POST',
      path: '/api/reports/challenge',
      headers: JSON_BODY,
      json: { receiptId: randomId() + randomId() },
    },
  ],
  '/api/case': (_world, one) => [
    { method: 'GET', path: '/api/case', headers: bearer(one) },
    { method: 'DELETE', path: '/api/case', headers: bearer(one) },
  ],
  '/api/case/page': ({ origin }, one, random) => [
    { method: 'GET', path: '/api/case/page?language=en&opened=yes', headers: { Cookie: 'meldpunt-case=x' } },
    {
      ...{ method: 'POST', path: '/api/case/page', text: `code=${one.receipt ?? 'X'}&language=nl` },
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(random.chance(0.5) ? { Accept: 'text/html', Origin: origin } : {}),
      },
    },
  ],
  '/api/case/messages': ({ sealed }, one) => [
    {
      method: 'POST',
      path: '/api/case/messages',
      headers: { ...JSON_BODY, ...bearer(one) },
      json: { id: randomId(), sealed },
    },
    {
      method: 'POST',
      path: '/api/case/messages',
      headers: { ...JSON_BODY, ...bearer(one) },
      json: { id: randomId(), sealed, number: 2, attachments: [{ id: randomId(), size: 5000 }] },
    },
  ],
  '/api/case/alert': (_world, one) => [
    {
      method: 'PUT',
      path: '/api/case/alert',
      headers: { ...JSON_BODY, ...bearer(one) },
      json: { email: 'b@example.net' },
    },
    { method: 'DELETE', path: '/api/case/alert', headers: bearer(one) },
  ],
  '/api/case/attachments/[id]': (_world, one) => [
    { method: 'GET', path: `/api/case/attachments/${one.attachmentId}`, headers: bearer(one) },
  ],
  '/api/case/attachments/[id]/[index]': ({ attachment }, one) => [
    {
      ...{ method: 'PUT', path: `/api/case/attachments/${one.attachmentId}/0`, bytes: attachment },
      headers: { 'Content-Type': 'application/octet-stream', ...bearer(one) },
    },
    { method: 'GET', path: `/api/case/attachments/${one.attachmentId}/0`, headers: bearer(one) },
  ],
  '/api/alerts/[id]': (_world, { alertId }) => [
    { method: 'GET', path: `/api/alerts/${alertId}?language=en`, headers: {} },
    {
      ...{ method: 'POST', path: `/api/alerts/${alertId}`, text: 'answer=yes&language=nl' },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    },
  ],
  '/api/staff/challenge': (world) => [
    {
      method: 'POST',
      path: '/api/staff/challenge',
      headers: page(world),
      json: { keyId: world.fingerprint },
    },
  ],
  '/api/staff/session': (world) => [
    { method: 'GET', path: '/api/staff/session', headers: page(world) },
    {
      ...{ method: 'POST', path: '/api/staff/session', headers: { ...page(world), Cookie: '' } },
      json: { id: randomId(), answer: `meldpunt-answer-${'A'.repeat(43)}` },
    },
  ],
  '/api/staff/overview': (world) => [{ method: 'GET', path: '/api/staff/overview', headers: page(world) }],
  '/api/staff/heads': (world, { reference }) => [
    { method: 'GET', path: `/api/staff/heads?references=${reference}`, headers: page(world) },
  ],
  '/api/staff/records/[name]': (world) =>
    sealedRecords.flatMap((name) => [
      { method: 'GET', path: `/api/staff/records/${name}`, headers: page(world) },
      {
        ...{ method: 'PUT', path: `/api/staff/records/${name}`, headers: page(world) },
        json: { version: 0, sealed: world.sealed },
      },
    ]),
  '/api/staff/absences': (world) => [
    { method: 'GET', path: '/api/staff/absences', headers: page(world) },
    { method: 'PUT', path: '/api/staff/absences', headers: page(world), json: { version: 0, absences: [] } },
  ],
  '/api/staff/trail': (world, { reference }, random) => [
    { method: 'GET', path: `/api/staff/trail?before=${random.below(99)}`, headers: page(world) },
    {
      ...{ method: 'POST', path: '/api/staff/trail', headers: page(world) },
      json: { act: random.pick(['exported', 'handed-over']), reference },
    },
  ],
  '/api/staff/evidence': (world, { reference }, random) => [
    { method: 'GET', path: `/api/staff/evidence?case=${reference}`, headers: page(world) },
    { method: 'GET', path: `/api/staff/evidence?month=2026-1${random.below(3)}`, headers: page(world) },
  ],
  '/api/staff/cases': (world, { reference }, random) => [
    { method: 'GET', path: '/api/staff/cases?status=received', headers: page(world) },
    { method: 'GET', path: '/api/staff/cases?untouched=yes', headers: page(world) },
    {
      method: 'GET',
      path: `/api/staff/cases?code=${reference.slice(-6, -6 + 1 + random.below(5)) || 'A'}`,
      headers: page(world),
    },
    {
      method: 'GET',
      path: `/api/staff/cases?after=${encodeURIComponent(random.pick(oddTexts).slice(0, 99).toWellFormed())}`,
      headers: page(world),
    },
  ],
  '/api/staff/cases/spam': (world, one) => [
    {
      ...{ method: 'POST', path: '/api/staff/cases/spam', headers: page(world) },
      json: { cases: [{ reference: one.reference, version: 1 }] },
    },
  ],
  '/api/staff/cases/[reference]': (world, one) => [
    { method: 'GET', path: staffPath(one), headers: page(world) },
    {
      method: 'PATCH',
      path: staffPath(one),
      headers: page(world),
      json: { version: 1, credit: 'named', exploited: true },
    },
    {
      ...{ method: 'PATCH', path: staffPath(one), headers: page(world) },
      json: { version: 1, status: 'resolved', close: true },
    },
    { method: 'DELETE', path: staffPath(one), headers: page(world), json: { version: 1 } },
  ],
  '/api/staff/cases/[reference]/response': (world, one) => [
    {
      ...{ method: 'POST', path: `${staffPath(one)}/response`, headers: page(world) },
      json: {
        version: 1,
        assessment: 'confirmed',
        fixExpectedAt: '2099-01-01',
        message: { id: randomId(), sealed: world.sealed },
      },
    },
  ],
  '/api/staff/cases/[reference]/messages': (world, one) => [
    {
      ...{ method: 'POST', path: `${staffPath(one)}/messages`, headers: page(world) },
      json: {
        version: 1,
        message: {
          ...{ id: randomId(), sealed: world.sealed, number: 2 },
          attachments: [{ id: randomId(), size: 5000 }],
        },
      },
    },
  ],
  '/api/staff/cases/[reference]/attachments/[id]': (world, one) => [
    { method: 'GET', path: `${staffPath(one)}/attachments/${one.attachmentId}`, headers: page(world) },
  ],
  '/api/staff/cases/[reference]/notes': (world, one) => [
    { method: 'GET', path: `${staffPath(one)}/notes?before=9`, headers: page(world) },
    {
      ...{ method: 'POST', path: `${staffPath(one)}/notes`, headers: page(world) },
      json: { id: randomId(), kind: 'note', number: 1, sealed: world.sealed },
    },
  ],
  '/api/staff/cases/[reference]/shared': (world, one) => {
    const there = { path: `${staffPath(one)}/shared`, headers: page(world) };
    const note = { id: randomId(), number: 1, sealed: world.sealed };
    return [
      { method: 'GET', ...there },
      {
        ...{ method: 'PUT', ...there },
        json: {
          version: 0,
          copies: [{ kind: 'message', id: randomId(), head: 'wcA=', original: world.sealed }],
        },
      },
      { method: 'POST', ...there, json: { version: 0, hash: 'ab'.repeat(32), note } },
    ];
  },
  '/api/staff/cases/[reference]/seen': (world, one) => [
    {
      ...{ method: 'PUT', path: `${staffPath(one)}/seen`, headers: page(world) },
      json: { version: 1, notes: 0 },
    },
  ],
  '/api/staff/cases/[reference]/attachments/[id]/[index]': (world, one) => [
    { method: 'GET', path: `${staffPath(one)}/attachments/${one.attachmentId}/0`, headers: page(world) },
    {
      ...{
        method: 'PUT',
        path: `${staffPath(one)}/attachments/${one.teamFileId}/0`,
        bytes: world.attachment,
      },
      headers: { ...page(world), 'Content-Type': 'application/octet-stream' },
    },
  ],
  '/api/health': () => [{ method: 'GET', path: '/api/health', headers: {} }],
  '/api/jobs/daily': () => [
    { method: 'GET', path: '/api/jobs/daily', headers: { Authorization: 'Bearer x' } },
  ],
  '/log/checkpoint': (_world, _one, random) => [
    { method: random.pick(['GET', 'HEAD']), path: '/log/checkpoint', headers: {} },
  ],
  '/log/tile/[...path]': (_world, _one, random) => [
    {
      method: random.pick(['GET', 'HEAD']),
      path: `/log/tile/${random.pick(['0/000', 'entries/000', '1/x001/234', '0/000.p/1', '63/999.p/255'])}`,
      headers: {},
    },
  ],
  '/api/figures': () => [{ method: 'GET', path: '/api/figures', headers: {} }],
  '/cijfers': () => [{ method: 'GET', path: '/cijfers', headers: {} }],
  '/en/figures': () => [{ method: 'GET', path: '/en/figures', headers: {} }],
  '/privacy': () => [{ method: 'GET', path: '/privacy', headers: {} }],
  '/en/privacy': () => [{ method: 'GET', path: '/en/privacy', headers: {} }],
  '/api/[...path]': (_world, _one, random) => [
    {
      method: 'GET',
      path: `/api/${encodeURIComponent(random.pick(oddTexts).slice(0, 200).toWellFormed())}`,
      headers: {},
    },
  ],
};

const bearer = ({ accessToken }: KnownCase) => ({ Authorization: `Bearer ${accessToken}` });
const page = ({ cookie, origin }: World) => ({ ...JSON_BODY, Cookie: cookie, Origin: origin });
const staffPath = ({ reference }: KnownCase) => `/api/staff/cases/${reference}`;

/** The addresses that the functions are mounted at, read from functions/routes.ts itself. */
export async function addresses(): Promise<string[]> {
  const found: string[] = [];
  const parts = {
    command: 'build',
    injectRoute: ({ pattern }: { pattern: string }) => found.push(pattern),
    updateConfig: () => undefined,
  };
  await functions({} as SiteSettings).hooks['astro:config:setup']?.(parts as never);
  return found;
}

/** Addresses that no valid request is known for: there shall be none. */
export const unknownAddresses = (all: readonly string[]): string[] =>
  all.filter((address) => !makers[address]);

/** Valid requests for one address, about one case. */
export function validRequests(address: string, world: World, one: KnownCase, random: Random): Draft[] {
  return makers[address]?.(world, one, random) ?? [];
}
