import { randomBytes } from 'node:crypto';
import { createLogCheckpointHandler } from '../../functions/api/log-checkpoint.ts';
import { createLogTileHandler } from '../../functions/api/log-tile.ts';
import { createReportHandler } from '../../functions/api/reports.ts';
import { appendBatches } from '../../functions/log/append.ts';
import { createDesk } from '../../functions/reporter/desk.ts';
import type { Store } from '../../functions/store/store.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import type { Get } from './independent/log.ts';
import { keysIn } from './independent/note.ts';
import { SITE, testParts } from './parts.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

export const ways = ['form', 'terminal', 'plain form'] as const;
export type Way = (typeof ways)[number];

/** What somebody has who reported: what they sent, and what they were given to keep. */
export interface Receipt {
  way: Way;
  sealed: string;
  reference: string;
  receivedAt: string;
  respondBy: string;
  /** As a receipt file has it: the statement, and the checkpoint where there was one. */
  file: string;
}

/** A desk with its log at `siteUrl`, on the real handlers, and people who report to it from one address each. */
export async function receiptsDesk(store: Store, siteUrl = SITE) {
  const { publicKey } = await makeKeyPair({ name: 'Team' });
  const team = await readCertificates(publicKey, new Date());
  const desk = createDesk(deskKeyOf({ SERVER_SECRET: 'secret' }, siteUrl));
  const parts = testParts({ store, team, siteUrl, desk, deskKeys: `${desk.vkey}\n` });
  const report = createReportHandler(parts);
  let visitors = 0;
  const newAddress = () => {
    visitors += 1;
    return { 'X-Real-IP': `10.${visitors >> 16}.${(visitors >> 8) & 255}.${visitors & 255}` };
  };

  /** Sends a new sealed report, and keeps what its sender is given. */
  async function send(way: Way): Promise<Receipt> {
    parts.clock.now += MINUTE;
    const sealed = await seal(`finding ${randomBytes(8).toString('hex')}`, [publicKey]);
    const answer = await report(requestFor(way, sealed, siteUrl, newAddress()), {});
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(`${way}: ${answer.status} ${text}`);
    return { way, sealed, ...(way === 'plain form' ? keptFromPage(text) : keptFromJson(text)) };
  }

  /** What a visitor gets of the log who was not there before, of a server that was not there before either. */
  function newVisitor(): Get {
    const headers = newAddress();
    const [checkpoint, tile] = [createLogCheckpointHandler(parts), createLogTileHandler(parts)];
    return async (path) => {
      const request = new Request(`${siteUrl}/log/${path}`, { headers });
      const answer = await (path === 'checkpoint'
        ? checkpoint(request, {})
        : tile(request, { path: path.replace('tile/', '') }));
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
    };
  }

  return {
    parts,
    keys: keysIn(parts.deskKeys),
    send,
    newVisitor,
    /** Goes on to the next day, after its batch. */
    async nextBatch(): Promise<void> {
      parts.clock.now = Math.ceil(parts.clock.now / DAY) * DAY + 4 * 60 * MINUTE;
      if ((await appendBatches(parts)) === null) throw new Error('the log was not appended to');
    },
  };
}

function requestFor(way: Way, sealed: string, siteUrl: string, headers: Record<string, string>): Request {
  const request = (type: string, body: string, more = {}) =>
    new Request(`${siteUrl}/api/reports`, {
      method: 'POST',
      body,
      headers: { ...headers, 'Content-Type': type, ...more },
    });
  if (way === 'terminal') return request('application/pgp-encrypted', sealed);
  if (way === 'form') {
    const receiptId = randomBytes(32).toString('hex');
    const report = { sealedReport: sealed, receiptId, urgent: false, language: 'nl', attachments: [] };
    return request('application/json', JSON.stringify(report));
  }
  const form = String(new URLSearchParams({ message: sealed, language: 'en' }));
  return request('application/x-www-form-urlencoded', form, { Origin: siteUrl });
}

function keptFromJson(text: string) {
  const { reference, receivedAt, respondBy, statement, checkpoint = '' } = JSON.parse(text);
  return { reference, receivedAt, respondBy, file: `${statement}\n${checkpoint}` };
}

/** What somebody copies from the page that answers the form without scripts. */
function keptFromPage(html: string) {
  const [, file = ''] = /<pre[^>]*>([\s\S]*?)<\/pre>/.exec(html) ?? [];
  const [reference = ''] = /CVD-[0-9A-Z-]+/.exec(html) ?? [];
  const [receivedAt = '', respondBy = ''] = Array.from(
    html.matchAll(/<time datetime="([^"]+)"/g),
    ([, moment = '']) => moment,
  );
  return {
    reference,
    receivedAt,
    respondBy,
    file: `${file.replaceAll('&#39;', "'").replaceAll('&amp;', '&')}\n`,
  };
}
