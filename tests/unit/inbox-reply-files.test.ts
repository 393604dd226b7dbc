import { expect, it, vi } from 'vitest';
import type { FileKeeping } from '../../src/browser/inbox/case/kept-files.ts';
import { ReplyFiles } from '../../src/browser/inbox/case/reply-files.ts';
import { limits } from '../../src/disclosure/limits.ts';

vi.mock('../../src/browser/workers/judge/client.ts', () => ({ askJudge: vi.fn() }));
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true) };
});

const fileOf = (name: string) => new File([name], name);
const names = (files: ReplyFiles) => files.list.peek().map(({ file }) => file.name);

it('files of before that find no room are told of, and come when there is some', async () => {
  const kept = ['a.txt', 'b.txt'].map((name) => ({ id: name, file: fileOf(name), at: 0 }));
  const found = Promise.withResolvers<typeof kept>();
  const dropped: string[] = [];
  const keeping: FileKeeping = {
    keep: async () => true,
    find: async () => [...(await found.promise)],
    drop: (id) => void dropped.push(id),
  };
  const files = new ReplyFiles(keeping);
  const chosen = Array.from({ length: limits.attachments - 1 }, (_, at) => fileOf(`${at}`));
  expect(files.add(chosen)).toBeNull();
  found.resolve(kept);
  await expect.poll(() => files.without.peek()).toBe(2);
  expect(names(files)).toHaveLength(limits.attachments - 1);
  files.remove(files.list.peek()[0]?.key ?? 0);
  await expect.poll(() => files.without.peek()).toBe(0);
  expect(names(files).slice(0, 2)).toEqual(['a.txt', 'b.txt']);
  expect(names(files)).toHaveLength(limits.attachments);
  expect(dropped).toHaveLength(1);
  files.leave();
});
