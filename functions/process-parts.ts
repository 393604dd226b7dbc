import { site } from 'virtual:site';
import type { EndpointParts } from './http/endpoint.ts';
import { logToStdout } from './http/log.ts';
import { createRefusals } from './reporter/refusals.ts';

/**
 * The parts of this process that ask for no settings and no store: an address that is nobody's is answered with these
 * alone, and who is refused there too often is refused everywhere.
 */
export const processParts: EndpointParts = {
  log: logToStdout,
  refusals: createRefusals(),
  siteUrl: site.siteUrl,
  furtherHosts: [],
};
