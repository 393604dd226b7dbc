import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../locales/', import.meta.url);

export interface Text {
  /** `inbox.json` */
  file: string;
  /** `case.fields.system` */
  key: string;
  text: string;
}

/** `a.b.c` → text. */
function flatten(messages: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value as Record<string, unknown>, `${prefix}${key}.`),
  );
}

/** Every text of one language. */
export function textsOf(language: string): Text[] {
  const own = new URL(`${language}/`, folder);
  return readdirSync(own).flatMap((file) =>
    flatten(JSON.parse(readFileSync(new URL(file, own), 'utf8'))).map(([key, text]) => ({ file, key, text })),
  );
}
