interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

// A page may make a policy of this name once, so all its workers share it; the name stands in the CSP of vercel.json.
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('meldpunt-worker', {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError('not our own worker');
    return url;
  },
});

/**
 * Makes the address of a worker acceptable to `new Worker` under Trusted Types. Only for addresses that the
 * build made, by `import url from './worker.ts?worker&url'`; never for one that comes from data.
 * @throws TypeError for an address of another origin
 */
export function workerUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : url;
}
