// One start of a bundled function (see cold.ts), in plain JavaScript: taking types away would cost both sides the same
// and make their ratio look better. Arguments: the function's file, method, path, body.
const [file, method, path, body] = process.argv.slice(2);
// What the function leaves for after its answer is not waited for.
const context = { waitUntil: () => undefined };
Object.assign(globalThis, { [Symbol.for('@vercel/request-context')]: { get: () => context } });
const begin = performance.now();
const { default: handler } = await import(String(file));
const headers = { 'x-real-ip': '192.0.2.1', ...(body ? { 'content-type': 'application/json' } : {}) };
const request = new Request(`https://meldpunt.example${path}`, {
  method: String(method),
  headers,
  ...(body ? { body } : {}),
});
const response = await handler.fetch(request);
await response.arrayBuffer();
const took = performance.now() - begin;
process.stdout.write(`\n${JSON.stringify({ status: response.status, took })}\n`, () => process.exit());
