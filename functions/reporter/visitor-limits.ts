import { visitorAddress, visitorNetwork } from '../http/request.ts';
import type { Parts } from '../parts-types.ts';
import type { HitLimit } from '../store/store.ts';

/** What a network may do beside one visitor in it. */
export const NETWORK_FACTOR = 4;

/**
 * A limit for the visitor who makes a request and, with IPv6, four times as much for the network around them: who has
 * one line often has 65 536 of what counts as a visitor.
 * @param limit its key says what is counted
 */
export function perVisitor(
  request: Request,
  { visitorKey }: Pick<Parts, 'visitorKey'>,
  limit: HitLimit,
): HitLimit[] {
  const network = visitorNetwork(request);
  const { key, most } = limit;
  return [
    { ...limit, key: `${key}:${visitorKey(visitorAddress(request))}` },
    ...(network === null
      ? []
      : [{ ...limit, key: `${key}:${visitorKey(network)}`, most: most * NETWORK_FACTOR }]),
  ];
}
