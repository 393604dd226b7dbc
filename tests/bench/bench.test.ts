import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// The short form of `npm run bench`: that it runs to its end and measures something. Its figures mean little here, and
// no test depends on one.
it('the bench measures, and writes one table of ratios', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const out = join(folder, 'bench.md');
    const script = fileURLToPath(new URL('bench.ts', import.meta.url));
    const args = [script, 'size', '--quick', '--cases', '300', '--out', out];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk;
      });
    const [code] = await once(child, 'close');
    expect(code, said).toBe(0);
    const table = readFileSync(out, 'utf8');
    const rows = table.split('\n').filter((line) => line.startsWith('| size '));
    for (const adapter of ['sqlite', 'kv'])
      expect(rows.some((row) => row.includes(`, ${adapter}`))).toBe(true);
    for (const row of rows) {
      const ratio = Number(/\d+(?:\.\d+)?/.exec(row.split('|')[5] ?? '')?.[0]);
      expect(ratio, row).toBeGreaterThan(0);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
