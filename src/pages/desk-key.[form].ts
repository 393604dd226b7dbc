import { existsSync } from 'node:fs';
import { site } from 'virtual:site';
import type { APIRoute, GetStaticPaths } from 'astro';
import { PUBLISHED_DESK_KEY } from '../settings/signed-files.ts';
import { deskKeyPem } from '../well-known/desk-key.ts';

/**
 * The public keys of the desk, for whoever checks a receipt or the log: `/desk-key.txt`, with former ones, unless that is
 * a file in `public/`, and the present one as `/desk-key.pem`. A build that knows no key has neither.
 */
export const getStaticPaths: GetStaticPaths = () => {
  if (site.deskKeys === '') return [];
  const forms = existsSync(PUBLISHED_DESK_KEY) ? ['pem'] : ['txt', 'pem'];
  return forms.map((form) => ({ params: { form } }));
};

export const GET: APIRoute = ({ params }) =>
  new Response(params['form'] === 'pem' ? deskKeyPem(site.deskKeys) : site.deskKeys);
