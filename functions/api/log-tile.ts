import { parseTilePath } from '../../src/log/tile-path.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { ProblemError, tooMany } from '../http/problem.ts';
import { createLogFiles } from '../log/files.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { createVisitorCounter } from '../reporter/visitor-counter.ts';
import { route } from '../route.ts';

type TileParts = Pick<Parts, EndpointPart | 'store' | 'now' | 'desk'>;

/**
 * Tiles that one visitor may ask for in a quarter of an hour, counted in this process: enough to download a log of a
 * quarter of a million entries. Most of them come from memory.
 */
const MOST = 2000;
const QUARTER = 15 * 60 * 1000;

/** Of what never changes: a tile with so many hashes is the same for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * `GET /log/tile/<level>/<number>[.p/<width>]` and `/log/tile/entries/<number>[.p/<width>]`: hashes of the log's tree, and
 * its entries (c2sp.org/tlog-tiles). 404 for what the checkpoint does not cover.
 */
export function createLogTileHandler(parts: TileParts): Handler {
  const files = createLogFiles(parts);
  const asked = createVisitorCounter(MOST, QUARTER);
  return endpoint('log/tile', ['GET', 'HEAD'], parts, async (request, { path = '' }) => {
    const seconds = asked.waitOf(request);
    if (seconds !== null) throw tooMany(seconds);
    asked.add(request);
    const name = parseTilePath(path);
    const bytes = name && (await files.tile(name));
    if (!bytes) throw new ProblemError('not-found');
    return new Response(request.method === 'HEAD' ? null : bytes, {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(bytes.length),
        'Cache-Control': FOR_EVER,
      },
    });
  });
}

export const ALL = route(createLogTileHandler);
