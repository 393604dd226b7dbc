import { expect, it } from 'vitest';
import { keptFor } from '../../functions/reporter/kept-for.ts';

it('who asks while it looks, or soon after, shares what was found; after that it looks again', async () => {
  let looks = 0;
  const ask = keptFor(1000, async (now) => {
    looks += 1;
    return now;
  });
  expect(await Promise.all([ask(5000), ask(5000), ask(5999)])).toEqual([5000, 5000, 5000]);
  expect(await ask(6000)).toBe(6000);
  expect(looks).toBe(2);
});

it('a look that fails is told to all who waited for it, and is not kept', async () => {
  let looks = 0;
  const ask = keptFor(1000, async () => {
    looks += 1;
    if (looks === 1) throw new Error('down');
    return 'well';
  });
  const waiting = [ask(5000), ask(5000)];
  for (const one of waiting) await expect(one).rejects.toThrow('down');
  expect(await ask(5000)).toBe('well');
});

it('a failure that comes late takes nothing away of what was found since', async () => {
  let fail: (error: Error) => void = () => undefined;
  let looks = 0;
  const ask = keptFor(1000, () => {
    looks += 1;
    return looks === 1 ? new Promise<string>((_, reject) => (fail = reject)) : Promise.resolve('well');
  });
  const late = ask(5000);
  expect(await ask(6000)).toBe('well');
  fail(new Error('down'));
  await expect(late).rejects.toThrow('down');
  expect([await ask(6001), looks]).toEqual(['well', 2]);
});
