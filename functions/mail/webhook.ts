import { createHmac } from 'node:crypto';

/** What the webhook tells of: never more than that it happened, and in which case. */
export const webhookEvents = [
  'report.received',
  'message.received',
  'report.withdrawn',
  'case.assigned',
  'case.status_changed',
  'case.response_given',
  'case.due',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** One thing that happened. */
export interface Happened {
  /** The same at every attempt: whoever gets it twice knows it by this. */
  id: string;
  event: WebhookEvent;
  reference: string;
  /** In ms since 1970. */
  at: number;
}

export interface Webhook {
  /** Tells of something. @throws WebhookError, whose message holds nothing of the answer */
  send(happened: Happened): Promise<void>;
}

/** Nobody took it, or nobody knows whether it was taken. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

/** How long one attempt may take, in ms: mail that is due waits for it. */
const PATIENCE = 4000;
/** How long it is left alone once it let an attempt wait in vain, in ms: what is next in line fails at once, and comes back. */
const REST = 60_000;
const PREFIX = 'whsec_';

/** The bytes of a secret, `whsec_` and base64 (Standard Webhooks); null for anything else, or fewer than 24 or more than 64. */
export function webhookKeyOf(secret: string): Buffer | null {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(encoded, 'base64');
  const isWhole = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && key.length >= 24 && key.length <= 64;
  return isWhole ? key : null;
}

/** The signature of a message, as the header has it (Standard Webhooks, symmetric: HMAC-SHA-256). @param seconds since 1970 */
export function webhookSignature(key: Buffer, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/**
 * Posts to one address, by Standard Webhooks. Any answer of 2xx has taken it, and none is read. No redirect is followed: the
 * operator chose one address, and whoever answers there chooses no other, least of all one in the private network.
 */
export function createWebhook(options: {
  url: string;
  key: Buffer;
  now: () => Date;
  patience?: number;
}): Webhook {
  const { url, key, now, patience = PATIENCE } = options;
  let hungAt = Number.NEGATIVE_INFINITY;
  return {
    async send({ id, event, reference, at }) {
      // A clock that was set back ends the rest as well.
      if (Math.abs(now().getTime() - hungAt) < REST) throw new WebhookError('the webhook is left alone');
      const timestamp = new Date(at).toISOString();
      const body = JSON.stringify({ type: event, timestamp, data: { reference, event } });
      const seconds = Math.floor(now().getTime() / 1000);
      const headers = {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': webhookSignature(key, id, seconds, body),
      };
      const signal = AbortSignal.timeout(patience);
      const sent = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
      // Of what went wrong only that it did: errors of the network name the address, which may be a secret in itself.
      const response = await fetch(url, sent).catch(() => null);
      if (response === null && signal.aborted) hungAt = now().getTime();
      await response?.body?.cancel().catch(() => undefined);
      if (!response?.ok) throw new WebhookError(`the webhook answered ${response?.status ?? 'nothing'}`);
    },
  };
}
