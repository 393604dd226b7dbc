import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Form,
  type Given,
  type Keys,
  keysOf,
  type Script,
  script,
  shared,
  valuesOf,
} from '../../functions/store/kv/script.ts';
import { startRedis } from '../support/redis.ts';

let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

/** Runs a script as the client does, and gives its answer as text. */
async function run<F extends Form>(
  one: Script<F>,
  keys: Keys<NoInfer<F>>,
  given: Given<NoInfer<F>>,
): Promise<unknown> {
  const names = keysOf(one, keys);
  const command = ['EVAL', one.lua, String(names.length), ...names, 'the:', ...valuesOf(one, given)];
  return textIn(await redis.connection.sendCommand(command));
}

function textIn(reply: unknown): unknown {
  return Array.isArray(reply) ? reply.map(textIn) : String(reply);
}

const mail = { values: ['id', 'kind'] } as const;
const nested = script(
  {
    keys: ['case', 'texts'],
    values: ['now', 'isLate', 'closedAt'],
    one: { quota: { values: ['most'], one: { warning: mail }, maybe: { budget: { values: ['key'] } } } },
    maybe: { alert: { values: ['id'], lists: { limits: { values: ['key', 'most'] } } }, figure: mail },
    lists: { mails: mail, events: 'text' },
  },
  `
  local found = {case, texts, prefix, now, isLate, closedAt, quota.most, quota.warning.kind}
  local function add(one) found[#found + 1] = one end
  add(quota.budget and quota.budget.key or 'no budget')
  add(alert and alert.id .. #alert.limits or 'no alert')
  if alert then for _, limit in ipairs(alert.limits) do add(limit.key .. '<' .. limit.most) end end
  add(figure and figure.kind or 'no figure')
  for _, mail in ipairs(mails) do add(mail.id .. mail.kind) end
  for _, event in ipairs(events) do add(event) end
  return found`,
);

it('what a call names is what its script reads, lists within tables within lists included', async () => {
  const keys = { texts: 'texts:1', case: 'case:1' };
  const full = await run(nested, keys, {
    events: ['e1', '', 'e3'],
    mails: [
      { kind: 'k1', id: 'm1' },
      { id: 'm2', kind: 'k2' },
    ],
    figure: { id: 'f', kind: 'figures' },
    alert: {
      id: 'a',
      limits: [
        { key: 'one', most: 1 },
        { key: 'two', most: 2 },
      ],
    },
    quota: { most: 9, warning: { id: 'w', kind: 'warned' }, budget: { key: 'b' } },
    ...{ closedAt: null, isLate: true, now: 7 },
  });
  const head = ['case:1', 'texts:1', 'the:', '7', '1', '', '9', 'warned'];
  const tail = ['b', 'a2', 'one<1', 'two<2', 'figures', 'm1k1', 'm2k2', 'e1', '', 'e3'];
  expect(full).toEqual([...head, ...tail]);
  const bare = await run(nested, keys, {
    ...{ now: 7, isLate: false, closedAt: 5, alert: null, figure: null, mails: [], events: [] },
    quota: { most: 9, warning: { id: 'w', kind: 'warned' }, budget: null },
  });
  expect(bare).toEqual([
    ...['case:1', 'texts:1', 'the:', '7', '0', '5', '9', 'warned'],
    ...['no budget', 'no alert', 'no figure'],
  ]);
});

it('lists may be as long as they come, and so may keys', async () => {
  const count = script(
    { keys: 'cases', lists: { events: 'text' } },
    'return {#cases, #events, events[#events]}',
  );
  const many = Array.from({ length: 20_000 }, (_, index) => `${index}`);
  expect(await run(count, { cases: many }, { events: many })).toEqual(['20000', '20000', '19999']);
});

it('a script has each function that it uses once, after what that uses itself', async () => {
  const first = shared([], 'local function first() return prefix end');
  const second = shared([first], 'local function second() return first() .. 2 end');
  const third = shared([first, second], 'local function third() return second() .. 3 end');
  const all = script({ uses: [third, first] }, 'return third()');
  expect(await run(all, {}, {})).toBe('the:23');
  expect(all.lua.match(/function first/g)).toHaveLength(1);
});

it('what only readers need is not sent', () => {
  const read = script(
    { keys: ['token'] },
    `
    -- Why it is read.
    if token then
      return redis.call('GET', token)
    end`,
  );
  expect(read.lua.split('\n').slice(1)).toEqual(['if token then', "return redis.call('GET', token)", 'end']);
});

it('two things of one name are refused as soon as the script is made', () => {
  expect(() => script({ keys: ['case'], values: ['case'] }, '')).toThrow('binds a name twice');
  expect(() => script({ values: ['prefix'] }, '')).toThrow('binds a name twice');
});

it('names that are missing or too many do not pass the type check of `npm run check`', () => {
  const one = script({ keys: ['token'], values: ['value'], lists: { mails: mail } }, '');
  const values = (given: Given<(typeof one)['form']>) => valuesOf(one, given);
  const keys = (given: Keys<(typeof one)['form']>) => keysOf(one, given);
  expect(values({ mails: [{ kind: 'k', id: 'm' }], value: 1 })).toEqual(['1', '1', 'm', 'k']);
  expect(keys({ token: 't' })).toEqual(['t']);
  // Never called: each line is there for the compiler, which refuses one that would be allowed.
  const wrong = [
    // @ts-expect-error a value is missing
    () => values({ mails: [] }),
    // @ts-expect-error a list is missing
    () => values({ value: 1 }),
    // @ts-expect-error a value too many
    () => values({ value: 1, mails: [], other: 2 }),
    // @ts-expect-error a field of a list's entry is missing
    () => values({ value: 1, mails: [{ id: 'm' }] }),
    // @ts-expect-error a field of a list's entry too many
    () => values({ value: 1, mails: [{ id: 'm', kind: 'k', about: '' }] }),
    // @ts-expect-error a key is missing
    () => keys({}),
    // @ts-expect-error a key too many
    () => keys({ token: 't', other: 'o' }),
  ];
  expect(wrong).toHaveLength(7);
});
