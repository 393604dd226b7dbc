import { site } from 'virtual:site';
import type { APIRoute, GetStaticPaths } from 'astro';
import { wkdDomain, wkdHash, wkdKeys } from '../../../well-known/wkd.ts';

/** The Web Key Directory of the contact address, by the direct and by the advanced method, each with its policy file. */
export const getStaticPaths: GetStaticPaths = () => {
  const domain = wkdDomain(site.contactEmail);
  const key = `hu/${wkdHash(site.contactEmail)}`;
  const paths = ['policy', `${domain}/policy`];
  if (wkdKeys(site).length > 0) paths.push(key, `${domain}/${key}`);
  return paths.map((path) => ({ params: { path } }));
};

/** The policy file is empty: nothing in it is required, and there is no submission address. */
export const GET: APIRoute = ({ params }) =>
  new Response(params['path']?.endsWith('policy') ? '' : wkdKeys(site));
