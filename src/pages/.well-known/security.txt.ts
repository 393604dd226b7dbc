import { site } from 'virtual:site';
import type { APIRoute } from 'astro';
import { organisation } from '../../organisation.ts';
import { securityTxt } from '../../well-known/security-txt.ts';
import { committedFile, signCleartext, signingKeyOfBuild } from '../../well-known/signing.ts';

/** Made at build time: signed by the key of the build, else as it was signed offline, else unsigned. */
export const GET: APIRoute = async () => {
  const key = await signingKeyOfBuild();
  const text = securityTxt(site, organisation, key);
  if (key) return new Response(await signCleartext(text, key, new Date(site.builtAt)));
  const committed = await committedFile(text, site);
  if (committed === null) return new Response(text);
  if ('file' in committed) return new Response(committed.file);
  process.stderr.write(`\n${committed.refused}\n`);
  return new Response(text);
};
