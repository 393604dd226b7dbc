import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { copyProject, freePort, npmStart } from '../support/project.ts';
import { runToEnd } from '../support/run.ts';

const project = copyProject();
afterAll(() => project.remove());
const at = (path: string) => join(project.folder, path);
const LESSON = 'src/content/lessons/voorbeeld-facturen/nl.md';

it('while a lesson is wrong, npm start serves what was built last, and says so everywhere', async () => {
  const settings = { PORT: String(await freePort()), LANG: 'en_GB.UTF-8' };
  const first = await npmStart(project.folder, settings);
  const health = await fetch(`${first.url}/api/health`);
  expect([health.status, await health.json()]).toEqual([200, expect.objectContaining({ site: 'ok' })]);
  await first.stop();

  const right = readFileSync(at(LESSON), 'utf8');
  writeFileSync(at(LESSON), right.replace('LES-2026-0001', 'LES-2026-0000'));
  appendFileSync(at(LESSON), '\nNieuw, en nog niet te lezen.\n');
  // The machine stopped in the middle of a build that was to come after it.
  renameSync(at('dist'), at('dist.last'));
  mkdirSync(at('dist/client'), { recursive: true });
  const second = await npmStart(project.folder, settings, '/robots.txt');
  const page = await (await fetch(`${second.url}/lessen/voorbeeld-facturen`)).text();
  expect(page).toContain('Wat er aan de hand was');
  expect(page).not.toContain('nog niet te lezen');
  const told = await fetch(`${second.url}/api/health`);
  expect([told.status, await told.json()]).toEqual([
    503,
    expect.objectContaining({ store: 'ok', site: 'old' }),
  ]);
  const output = second.output();
  expect(output).toContain('id: is still that of a draft; give it the next number.');
  expect(output.match(/visitors see the last good version, from /g)).toHaveLength(2);
  await second.stop();
  expect(existsSync(at('dist.last'))).toBe(false);

  // What was built for other settings is not served: it would name another address, or seal to who left.
  const other = { ...settings, DATA_DIR: at('.data'), CONTACT_EMAIL: 'other@example.com' };
  const { code, output: why } = await runToEnd(process.execPath, ['functions/node/start.ts'], {
    cwd: project.folder,
    settings: other,
  });
  expect([code, why.includes('The site could not be built.')]).toEqual([1, true]);
});
