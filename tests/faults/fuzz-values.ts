import { armor, dearmor } from '../../src/openpgp/armor.ts';
import type { Random } from './fuzz-random.ts';

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = at % 2 ? [value] : { a: value };
  return value;
};
const long = (length: number) => 'a'.repeat(length);

/** What somebody may send where a text is expected. */
export const oddTexts: readonly string[] = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    'NaN',
    'null',
    'true',
    'undefined',
    '[object Object]',
    '__proto__',
    'constructor',
  ],
  ...[
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\u202e',
    '\ufeff',
    '\r\nX-Injected: 1',
    '\n',
    '€\u0301',
    '👩‍💻'.repeat(40),
  ],
  ...[
    "' OR 1=1 --",
    '"; DROP TABLE cases; --',
    '*',
    '%',
    '_',
    '../../etc/passwd',
    '%00',
    '%2e%2e%2f',
    '{{7*7}}',
  ],
  ...['<script>alert(1)</script>', '$(id)', '#{x}', 'KEYS *', 'CVD-2026-', 'CVD-0000-000000', 'nl', 'en'],
  ...[
    long(33),
    long(300),
    long(5000),
    long(70_000),
    '0'.repeat(32),
    'f'.repeat(64),
    'A'.repeat(43),
    'a@b.c',
    '@',
  ],
];

/** What somebody may send where any value is expected. */
const oddValues: readonly unknown[] = [
  ...oddTexts,
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    1,
    1.5,
    1e308,
    2 ** 53,
    -(2 ** 63),
    [],
    {},
    [[]],
    [null],
    { a: { b: 1 } },
  ],
  ...[
    nested(5),
    nested(200),
    nested(2000),
    Array(5000).fill(0),
    Array(11).fill({ id: '0'.repeat(32), size: 1 }),
  ],
  ...[{ length: 5 }, { toString: 1 }, JSON.parse('{"__proto__": {"a": 1}, "constructor": {"prototype": 1}}')],
];

export const oddValue = (random: Random): unknown => random.pick(oddValues);

/** A value with something in it replaced, taken away or added. */
export function mutateJson(random: Random, value: unknown): unknown {
  if (typeof value === 'string' && random.chance(0.6)) return mutateText(random, value);
  if (typeof value !== 'object' || value === null || random.chance(0.1)) return oddValue(random);
  if (Array.isArray(value)) {
    const items = [...value];
    const at = random.below(items.length + 1);
    if (random.chance(0.3)) items.splice(at, 0, items[0] ?? oddValue(random));
    else if (at < items.length) items[at] = mutateJson(random, items[at]);
    return items;
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  const [name = '', old] = entries[at] ?? [];
  const change = random.below(10);
  if (change === 0) entries.splice(at, 1);
  else if (change === 1) entries.push([random.pick(oddTexts).slice(0, 100), oddValue(random)]);
  else entries[at] = [name, mutateJson(random, old)];
  return Object.fromEntries(entries);
}

/** A text with something else in it; armored messages are damaged in ways of their own. */
export function mutateText(random: Random, text: string): string {
  if (text.startsWith('-----BEGIN PGP') && random.chance(0.9)) return mutateArmor(random, text);
  const at = random.below(text.length + 1);
  switch (random.below(6)) {
    case 0:
      return random.pick(oddTexts);
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(0, at) + random.pick(oddTexts).slice(0, 50) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random.below(0x3000)) + text.slice(at + 1);
    case 4:
      return text + text;
    default:
      return random.chance(0.5) ? text.toUpperCase() : ` ${text}\n`;
  }
}

type Change = (random: Random, lines: string[]) => string[];

const armorChanges: readonly Change[] = [
  (random, lines) => lines.toSpliced(random.below(lines.length), 1),
  (random, lines) => lines.toSpliced(random.below(lines.length), 0, random.pick(lines)),
  (random, lines) =>
    lines.toSpliced(
      1,
      0,
      `${random.pick(['Version', 'Comment', 'Hash', 'X'])}: ${random.pick(oddTexts).slice(0, 200)}`,
    ),
  (random, lines) => [random.pick(oddTexts), ...lines],
  (random, lines) => [...lines, random.pick(oddTexts)],
  (_random, lines) => [...lines, ...lines],
  (random, lines) =>
    lines.map((line) =>
      line.replace(
        'MESSAGE',
        random.pick([
          'SIGNED MESSAGE',
          'PUBLIC KEY BLOCK',
          'PRIVATE KEY BLOCK',
          'MESSAGE, PART 1/2',
          'message',
        ]),
      ),
    ),
  (random, lines) => lines.slice(0, random.below(lines.length)),
  (random, lines) => {
    const at = 2 + random.below(Math.max(1, lines.length - 3));
    const line = lines[at] ?? '';
    const place = random.below(line.length + 1);
    return lines.with(
      Math.min(at, lines.length - 1),
      line.slice(0, place) + random.pick(['=', '!', 'A', '\0', ' ', 'é', '-']) + line.slice(place + 1),
    );
  },
  (_random, lines) => lines.filter((line) => !line.startsWith('=')),
];

function mutateArmor(random: Random, armored: string): string {
  if (random.chance(0.5)) {
    const end = random.pick(['\n', '\r\n', '\r']);
    return random.pick(armorChanges)(random, armored.split('\n')).join(end);
  }
  const kind = armored.includes('PRIVATE KEY BLOCK') ? 'PRIVATE KEY BLOCK' : 'MESSAGE';
  const block = dearmor(armored, kind);
  return block.ok ? armor(mutateBytes(random, block.bytes), kind) : armored;
}

/** Bytes that were changed, cut, doubled or prolonged; the first ones, where lengths and tags stand, most often. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const place = random.chance(0.6) ? random.below(Math.min(64, bytes.length)) : random.below(bytes.length);
  const changed = Buffer.from(bytes);
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, place);
    case 1:
      return Buffer.concat([bytes, random.bytes(1 + random.below(40))]);
    case 2:
      return Buffer.concat([bytes, bytes]);
    case 3:
      return Buffer.concat([bytes.subarray(0, place), random.bytes(3), bytes.subarray(place)]);
    case 4:
      return random.bytes(random.below(300));
    default:
      changed[place] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
      return changed;
  }
}

/** The bytes of a JSON text: cut, in another encoding, not UTF-8, very deep, or with something behind it. */
export function mutateJsonBytes(random: Random, text: string): Uint8Array {
  const utf8 = Buffer.from(text);
  switch (random.below(9)) {
    case 0:
      return utf8.subarray(0, random.below(utf8.length));
    case 1:
      return Buffer.from(text, 'utf16le');
    case 2:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]);
    case 3:
      return mutateBytes(random, utf8);
    case 4:
      return Buffer.from(random.pick(['[', '{"a":', '[[[[']).repeat(random.pick([100, 20_000, 60_000])));
    case 5:
      return Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    case 6:
      return Buffer.from(text.replace(/:\s*"/, ':"\\ud800\\u0000'));
    case 7:
      return Buffer.from(
        text.replace('{', random.pick(['{"__proto__":{"a":1},', '{"a":1e999,', '{"a":1,"a":2,', '{,'])),
      );
    default:
      return Buffer.concat([utf8, Buffer.from(random.pick(['x', '{}', ',', '\0', ' '.repeat(400_000)]))]);
  }
}
