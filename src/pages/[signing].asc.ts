import type { APIRoute, GetStaticPaths } from 'astro';
import { signingKeyOfBuild } from '../well-known/signing.ts';

/**
 * `/signing-key.asc`: the public half of the key that signs security.txt and other published files, so that
 * strangers can verify them. Apart from `/team-key.asc`, because every key in that one can be encrypted to, and a
 * signing key need not. A build without a signing key has no such address.
 */
export const getStaticPaths: GetStaticPaths = async () =>
  (await signingKeyOfBuild()) ? [{ params: { signing: 'signing-key' } }] : [];

export const GET: APIRoute = async () => new Response((await signingKeyOfBuild())?.publicKey);
