/** One value: a boolean reaches the script as 1 or 0, null as the empty text. */
type Value = string | number | boolean | null;

/** What a script is given, by name. Each name becomes a Lua local, or a field of the table that it stands in. */
export interface Shape {
  /** Single values, as text. */
  readonly values?: readonly string[];
  /** Tables. */
  readonly one?: Readonly<Record<string, Shape>>;
  /** Tables that may be absent: null here, nil in Lua. */
  readonly maybe?: Readonly<Record<string, Shape>>;
  /** Lists of tables, or of texts. */
  readonly lists?: Readonly<Record<string, Shape | 'text'>>;
}

/** Lua functions that several scripts share; they see `prefix`, what comes before every key, and what they use. */
export interface Shared {
  readonly uses: readonly Shared[];
  readonly lua: string;
}

/** What a script is called with: its keys, which Redis is told of, and what it is given beside them. */
export interface Form extends Shape {
  readonly uses?: readonly Shared[];
  /** Names of the keys; one name alone is that of a list of them. */
  readonly keys?: readonly string[] | string;
}

/** A script with what it is given. */
export interface Script<F extends Form> {
  readonly form: F;
  readonly lua: string;
}

type Flat<T> = [keyof T] extends [never] ? Record<string, never> : { [K in keyof T]: T[K] };
type Entry<S> = S extends 'text' ? string : S extends Shape ? Given<S> : never;

/** What a call hands to a script of this form, its keys aside. */
export type Given<S extends Shape> = Flat<
  (S extends { values: readonly (infer N extends string)[] } ? { readonly [K in N]: Value } : unknown) &
    (S extends { one: infer O } ? { readonly [K in keyof O]: Entry<O[K]> } : unknown) &
    (S extends { maybe: infer M } ? { readonly [K in keyof M]: Entry<M[K]> | null } : unknown) &
    (S extends { lists: infer L } ? { readonly [K in keyof L]: readonly Entry<L[K]>[] } : unknown)
>;

/** The keys that a call hands to a script of this form, without their prefix. */
export type Keys<F extends Form> = Flat<
  F extends { keys: infer K }
    ? K extends readonly (infer N extends string)[]
      ? { readonly [Name in N]: string }
      : K extends string
        ? { readonly [Name in K]: readonly string[] }
        : unknown
    : unknown
>;

/** Makes functions for `uses` of scripts. */
export function shared(uses: readonly Shared[], lua: string): Shared {
  return { uses, lua: withoutLayout(lua) };
}

/**
 * A Lua script that reads what it is given by name. Its first line binds keys, values and lists as locals, beside
 * `prefix`; the functions that it uses follow. Nowhere else is an argument read by its number.
 */
export function script<const F extends Form>(form: F, lua: string): Script<F> {
  const functions = [...withAll(form.uses ?? [])].map((one) => one.lua);
  return { form, lua: [bindingOf(form), ...functions, withoutLayout(lua)].join('\n') };
}

/** The keys of a call, in the order in which the script binds them. */
export function keysOf<F extends Form>({ form }: Script<F>, keys: Keys<F>): string[] {
  const given: Record<string, unknown> = keys;
  return namesOf(form.keys).flatMap((name) => given[name] as string | string[]);
}

/** The values of a call, in the order in which the script binds them. */
export function valuesOf<F extends Form>({ form }: Script<F>, given: Given<F>): string[] {
  return flatten(form, given);
}

function flatten(shape: Shape, given: Record<string, unknown>): string[] {
  const of = (name: string) => given[name] as Record<string, unknown>;
  const all = (inner: Shape | 'text', entries: readonly unknown[]) => [
    String(entries.length),
    ...entries.flatMap((entry) =>
      inner === 'text' ? String(entry) : flatten(inner, entry as Record<string, unknown>),
    ),
  ];
  return [
    ...namesOf(shape.values).map((name) => textOf(given[name] as Value)),
    ...Object.entries(shape.one ?? {}).flatMap(([name, inner]) => flatten(inner, of(name))),
    ...Object.entries(shape.maybe ?? {}).flatMap(([name, inner]) =>
      all(inner, of(name) === null ? [] : [of(name)]),
    ),
    ...Object.entries(shape.lists ?? {}).flatMap(([name, inner]) =>
      all(inner, given[name] as readonly unknown[]),
    ),
  ];
}

function textOf(value: Value): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value ?? '');
}

/**
 * The first line of a script: its keys, `prefix` and values by their places, then tables and lists as they come, each
 * list after its length.
 */
function bindingOf({ keys, values, ...tables }: Form): string {
  const singles = ['prefix', ...namesOf(values)];
  const named = [tables.one, tables.maybe, tables.lists].flatMap((group) => Object.keys(group ?? {}));
  const names = [...namesOf(keys), ...singles, ...named];
  if (new Set(names).size < names.length) throw new Error(`a script binds a name twice: ${names.join(', ')}`);
  const { reading, readers } = readingOf(tables);
  return [
    typeof keys === 'string' ? `local ${keys}=KEYS` : '',
    typeof keys === 'object' && keys.length > 0 ? `local ${keys.join(',')}=unpack(KEYS)` : '',
    `local ${singles.join(',')}=unpack(ARGV,1,${singles.length})`,
    named.length > 0
      ? `local ${named.join(',')} do local _at=${singles.length} ${readers} ${reading} end`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const READ_LIST =
  'local function _list(read) local all={} _at=_at+1 for i=1,tonumber(ARGV[_at]) do all[i]=read() end return all end';

/** Lua that binds tables and lists, and before it a function for each shape, which reads one of those from `_at` on. */
function readingOf(tables: Shape): { reading: string; readers: string } {
  const names = new Map<Shape | 'text', string>();
  const readers: string[] = [];
  const assign = ({ one = {}, maybe = {}, lists = {} }: Shape, into: string): string =>
    [
      ...Object.entries(one).map(([name, shape]) => `${into}${name}=${readerOf(shape)}()`),
      ...Object.entries(maybe).map(([name, shape]) => `${into}${name}=_list(${readerOf(shape)})[1]`),
      ...Object.entries(lists).map(([name, shape]) => `${into}${name}=_list(${readerOf(shape)})`),
    ].join(' ');
  const readText = () => '_at=_at+1 return ARGV[_at]';
  function readTable(shape: Shape): string {
    const values = namesOf(shape.values);
    const fields = values.map((name, place) => `${name}=ARGV[_at-${values.length - 1 - place}]`);
    const [table, nested] = [`{${fields.join(',')}}`, assign(shape, 'read.')];
    const rest = nested === '' ? `return ${table}` : `local read=${table} ${nested} return read`;
    return `_at=_at+${values.length} ${rest}`;
  }
  function readerOf(shape: Shape | 'text'): string {
    const known = names.get(shape);
    if (known !== undefined) return known;
    const body = shape === 'text' ? readText() : readTable(shape);
    const name = `_read${names.size}`;
    names.set(shape, name);
    readers.push(`local function ${name}() ${body} end`);
    return name;
  }
  const reading = assign(tables, '');
  return { reading, readers: [READ_LIST, ...readers].join(' ') };
}

/** Each of these once, what they use before them. */
function withAll(uses: readonly Shared[], found = new Set<Shared>()): Set<Shared> {
  for (const one of uses) {
    withAll(one.uses, found);
    found.add(one);
  }
  return found;
}

/** Without what only readers of this code need: every call sends its script. */
function withoutLayout(lua: string): string {
  return lua
    .replace(/^\s*--.*$/gm, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

function namesOf(names: readonly string[] | string | undefined): readonly string[] {
  return typeof names === 'string' ? [names] : (names ?? []);
}
