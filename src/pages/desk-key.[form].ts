import { existsSync } from 'node:fs';
import { site } from 'virtual:site';
import type { APIRoute, GetStaticPaths } from 'astro';
import { PUBLISHED_DESK_KEY } from '../settings/signed-files.ts';
import { deskKeyPem } from '../well-known/desk-key.ts';

const WITHOUT_KEY = `The build knows no DESK_KEY, SERVER_SECRET or ${PUBLISHED_DESK_KEY}: nobody can check the receipts and the log of this site. Set one of the first two as the server has it, or commit the file.`;

/**
 * The public keys of the desk, for whoever checks a receipt or the log: `/desk-key.txt`, with former ones, unless that is
 * a file in `public/`, and the present one as `/desk-key.pem`. A build that knows no key has neither.
 */
export const getStaticPaths: GetStaticPaths = () => {
  if (site.deskKeys === '') {
    if (site.siteUrl.startsWith('https:')) process.stderr.write(`\n${WITHOUT_KEY}\n`);
    return [];
  }
  const forms = existsSync(PUBLISHED_DESK_KEY) ? ['pem'] : ['txt', 'pem'];
  return forms.map((form) => ({ params: { form } }));
};

export const GET: APIRoute = ({ params }) =>
  new Response(params['form'] === 'pem' ? deskKeyPem(site.deskKeys) : site.deskKeys);
