import { createServer } from 'vite';

/**
 * Loads a module of the tests by Vite, as the tests themselves are: the texts in `locales/` are gathered by it, and Node
 * alone can't. For `use` and no longer.
 * @param path from the root of the project
 */
export async function withTexts<Module, Result>(
  path: string,
  use: (module: Module) => Promise<Result>,
): Promise<Result> {
  const vite = await createServer({
    ...{
      root: new URL('../..', import.meta.url).pathname,
      configFile: false,
      appType: 'custom',
      logLevel: 'error',
    },
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    return await use((await vite.ssrLoadModule(path)) as Module);
  } finally {
    await vite.close();
  }
}
