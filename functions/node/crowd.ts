import { IncomingMessage, type ServerResponse } from 'node:http';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { networkOf, subscriberOf } from '../http/visitor-address.ts';
import { NETWORK_FACTOR } from '../reporter/visitor-limits.ts';

const MIB = 1024 * 1024;

/**
 * What one visitor may have open at once: connections, requests under way, those of them with a body, and the bytes of
 * such bodies; with IPv6 the network around them four times as much. A browser that uploads has six connections with
 * 3 MiB each; several may share an address. `allBytes` is what all visitors may together.
 */
export const CROWD = { connections: 100, requests: 100, bodies: 24, bytes: 48 * MIB, allBytes: 256 * MIB };

/** A request that tells how much of its body comes in; what it may not keep is thrown away. */
export class CountedRequest extends IncomingMessage {
  /** Is told of each piece; false when it is not to be kept. */
  onPiece: ((bytes: number) => boolean) | undefined;
  override push(piece: Buffer | null, encoding?: BufferEncoding): boolean {
    if (piece !== null && this.onPiece?.(piece.length) === false) return true;
    return super.push(piece, encoding);
  }
}

type Kind = 'connections' | 'requests' | 'bodies' | 'bytes';
type Cut = (code: ProblemCode) => void;
interface Body {
  visitor: string;
  bytes: number;
  cut: Cut;
}

/** Who has how much open at one server. */
export interface Crowd {
  /** Counts a connection until it closes; false when its visitor has too many. */
  connect(address: string, onClose: (closed: () => void) => void): boolean;
  /**
   * Counts a request and its body until it is answered. `cut` is called, at once or later, when it is too much:
   * with `too-many-open` for its visitor, with `server-busy` for all together, and then for who has most.
   * @returns false when it was cut at once
   */
  enter(address: string, request: CountedRequest, response: ServerResponse, cut: Cut): boolean;
}

/** Bounds what stalled requests hold: `limits` for each visitor, and for all together. */
export function createCrowd(limits: typeof CROWD = CROWD): Crowd {
  const open = new Map<string, number>();
  const bodies = new Set<Body>();
  let allBytes = 0;

  const keysOf = (kind: Kind, address: string) => {
    const network = networkOf(address);
    const visitor = { key: `${kind} ${subscriberOf(address)}`, most: limits[kind] };
    return network === null
      ? [visitor]
      : [visitor, { key: `${kind} ${network}`, most: limits[kind] * NETWORK_FACTOR }];
  };
  /** Counts `amount` more (or less); whether that is still within the limits. */
  const add = (kind: Kind, address: string, amount: number) => {
    let isWithin = true;
    for (const { key, most } of keysOf(kind, address)) {
      const count = (open.get(key) ?? 0) + amount;
      if (count > most) isWithin = false;
      if (count > 0) open.set(key, count);
      else open.delete(key);
    }
    return isWithin;
  };
  /** Of the visitor with most bytes the largest body. */
  const heaviest = () => {
    const perVisitor = new Map<string, number>();
    for (const { visitor, bytes } of bodies) perVisitor.set(visitor, (perVisitor.get(visitor) ?? 0) + bytes);
    const weight = (body: Body) => (perVisitor.get(body.visitor) ?? 0) * 2 ** 32 + body.bytes;
    return [...bodies].reduce<Body | undefined>(
      (most, body) => (most && weight(most) >= weight(body) ? most : body),
      undefined,
    );
  };

  return {
    connect(address, onClose) {
      const isWithin = add('connections', address, 1);
      onClose(() => add('connections', address, -1));
      return isWithin;
    },
    enter(address, request, response, cut) {
      const isBody = Number(request.headers['content-length'] ?? 0) > 0 || isChunked(request);
      const body: Body = { visitor: subscriberOf(address), bytes: 0, cut: () => undefined };
      let isOver = false;
      const leave = () => {
        if (isOver) return;
        isOver = true;
        add('requests', address, -1);
        if (isBody) add('bodies', address, -1);
        add('bytes', address, -body.bytes);
        allBytes -= body.bytes;
        bodies.delete(body);
      };
      body.cut = (code) => {
        leave();
        cut(code);
      };
      // What comes after that is thrown away.
      request.onPiece = (bytes) => {
        if (isOver) return false;
        body.bytes += bytes;
        allBytes += bytes;
        if (!add('bytes', address, bytes)) body.cut('too-many-open');
        while (allBytes > limits.allBytes) heaviest()?.cut('server-busy');
        return !isOver;
      };
      const isWithin = [add('requests', address, 1), !isBody || add('bodies', address, 1)].every(Boolean);
      if (isBody) bodies.add(body);
      response.once('close', leave);
      if (!isWithin) body.cut('too-many-open');
      return isWithin;
    },
  };
}

function isChunked({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined;
}
