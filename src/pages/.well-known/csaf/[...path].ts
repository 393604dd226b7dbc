import { site } from 'virtual:site';
import type { APIRoute, GetStaticPaths } from 'astro';
import { pageUrl } from '../../../i18n/addresses.ts';
import { translator } from '../../../i18n/index.ts';
import { organisation } from '../../../organisation.ts';
import { visibleAdvisories } from '../../../publications/advisories.ts';
import { csafFiles, type Signer } from '../../../publications/csaf-files.ts';
import { vexPages, visibleVexes } from '../../../publications/vexes.ts';
import { signDetached, signingKeyOfBuild } from '../../../well-known/signing.ts';

/** Everything of CSAF 2.0: the provider's metadata and the directory of documents, made with the build. */
export const getStaticPaths = (async () => {
  const report = pageUrl(site.siteUrl, 'report', 'en');
  const vexes = (await visibleVexes()).map((vex) => ({ vex, pages: vexPages(vex) }));
  const files = await csafFiles(
    { advisories: await visibleAdvisories(), vexes },
    {
      publisher: {
        name: organisation.name,
        publisherCategory: organisation.publisherCategory,
        siteUrl: site.siteUrl,
        contactDetails: `${report}, ${site.contactEmail}, ${organisation.telephone}`,
        termsOfUse: translator('en')('lessons:use.text'),
      },
      signer: await signerOfBuild(),
      builtAt: site.builtAt,
      listed: !site.demonstration,
    },
  );
  return [...files].map(([path, text]) => ({ params: { path }, props: { text } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(props.text);

async function signerOfBuild(): Promise<Signer | null> {
  const key = await signingKeyOfBuild();
  if (!key) return null;
  const isTeamKey = site.certificates.some(({ fingerprint }) => fingerprint === key.fingerprint);
  return {
    fingerprint: key.fingerprint,
    keyUrl: `${site.siteUrl}/${isTeamKey ? 'team-key.asc' : 'signing-key.asc'}`,
    sign: (bytes) => signDetached(bytes, key, new Date(site.builtAt)),
  };
}
