import { limits } from '../../src/disclosure/limits.ts';
import type { HitLimit } from '../store/store.ts';
import { visitorAddress, visitorNetwork } from './request.ts';

export interface VisitorParts {
  /** A keyed hash of a visitor's address; the address itself is never stored. */
  visitorKey: (address: string) => string;
}

const MIB = 1024 * 1024;
const DAY = 24 * 60 * 60;
/** What a network may do beside one visitor in it. */
const NETWORK_FACTOR = 4;
/** What one report may bring: its attachments, and its messages. */
const ONE_REPORT = limits.sealedAttachmentBytes + limits.reporterBytes;

/**
 * A limit for the visitor who makes a request and, with IPv6, four times as much for the network around them: who has
 * one line often has 65 536 of what counts as a visitor.
 * @param limit its key says what is counted
 */
export function perVisitor(request: Request, { visitorKey }: VisitorParts, limit: HitLimit): HitLimit[] {
  const network = visitorNetwork(request);
  const { key, most } = limit;
  return [
    { ...limit, key: `${key}:${visitorKey(visitorAddress(request))}` },
    ...(network === null
      ? []
      : [{ ...limit, key: `${key}:${visitorKey(network)}`, most: most * NETWORK_FACTOR }]),
  ];
}

/**
 * What visitors may send in a day beside the reports themselves, in bytes: chunks of attachments and follow-ups. A part
 * of what may be stored, so that nobody fills the store on their own, and always room for one whole report.
 */
export function byteLimits(
  request: Request,
  parts: VisitorParts & { storageQuota: number },
  bytes: number,
): HitLimit[] {
  const most = (share: number, mebibytes: number) =>
    Math.max(ONE_REPORT, Math.min(Math.floor(parts.storageQuota * share), mebibytes * MIB));
  const limit = { key: 'bytes', weight: bytes, windowSeconds: DAY };
  return [
    ...perVisitor(request, parts, { ...limit, most: most(0.2, 150) }),
    { ...limit, most: most(0.4, 2048) },
  ];
}
