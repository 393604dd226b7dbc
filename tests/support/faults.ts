import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import type { RunningSite } from './project.ts';

/** The log of a server: each line is one event in JSON, and there is nothing else. */
export function logOf({ output }: Pick<RunningSite, 'output'>): Record<string, unknown>[] {
  return output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/**
 * The answer is a 503 that says when to come back and has an id, and the log has one line with that id and the code.
 * Gives the id.
 */
export async function expectUnavailable(site: RunningSite, response: Response): Promise<string> {
  const body = await response.json();
  expect({ status: response.status, code: body.code }).toEqual({ status: 503, code: 'store-unavailable' });
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  const id = response.headers.get('x-request-id') ?? '';
  expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(body.instance).toBe(`urn:meldpunt:request:${id}`);
  expect(logOf(site).filter((line) => line['id'] === id)).toMatchObject([
    { event: 'request', status: 503, code: 'store-unavailable' },
  ]);
  return id;
}

/** Lets no file of a process grow beyond so many bytes (null: no limit): to it, the disk is full. Needs no root. */
export function limitFiles({ child }: RunningSite, bytes: number | null): void {
  const { status } = spawnSync('prlimit', [
    `--pid=${child.pid}`,
    `--fsize=${bytes ?? 'unlimited'}:unlimited`,
  ]);
  if (status !== 0) throw new Error('the limit could not be set');
}
