// What the build and the functions share in reading their settings. Light: the functions carry it.
import { z } from 'zod';
import { asciiAddress } from '../disclosure/address.ts';

/** Settings that are missing or wrong, all at once; each line names a variable and says what to do. */
export class SettingsError extends Error {
  readonly lines: string[];
  constructor(lines: string[]) {
    super(`Settings that are missing or wrong:\n${lines.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'SettingsError';
    this.lines = lines;
  }
}

export type Environment = Record<string, string | undefined>;

/** Bytes in standard base64, on one line. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** A seed of Ed25519 (RFC 8032 section 5.1.5), in bytes. */
const SEED_LENGTH = 32;

const secret = z
  .string()
  .refine(
    (value) => Buffer.from(value, 'base64').length >= 32,
    'must be at least 32 bytes in base64 (openssl rand -base64 32)',
  );

const seed = z
  .string()
  .refine(
    (value) => BASE64.test(value) && Buffer.from(value, 'base64').length === SEED_LENGTH,
    'must be exactly 32 bytes in base64 (openssl rand -base64 32)',
  );

/** Variables that build and functions share. An empty variable counts as absent. */
export const sharedFields = {
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(4321),
  SITE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an origin such as https://meldpunt.example' })
    .refine(
      (value) => !URL.canParse(value) || /^[^/]+:\/\/[^/?#]+\/?$/.test(value),
      'must be an origin without a path',
    )
    .transform((value) => new URL(value).origin)
    .optional(),
  DATA_DIR: z.string().default('.data'),
  SERVER_SECRET: secret.optional(),
  /** What the desk signs statements with; without it that follows from `SERVER_SECRET`, see `deskKeyOf`. */
  DESK_KEY: seed.optional(),
};

/** An e-mail address, with its domain in ASCII. */
export function addressField(message: string) {
  return z
    .string()
    .refine((text) => asciiAddress(text) !== null, message)
    .transform((text) => asciiAddress(text) ?? text);
}

/** Whether this is one of Vercel's machines (it sets `VERCEL`). */
export function isOnVercel(environment: Environment = process.env): boolean {
  return Boolean(environment['VERCEL']);
}

/** Takes empty variables for absent ones. */
export function present(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

/** Whether a build or a signature is for the public: on Vercel, or for an https address. */
export function isForProduction(siteUrl: string | undefined, environment: Environment): boolean {
  return isOnVercel(environment) || (siteUrl?.startsWith('https:') ?? false);
}

/** What an environment gives by a schema of which every field may be absent; what is wrong counts as absent in `values`. */
export interface Given<Values> {
  values: Values;
  /** One for each variable that is wrong. */
  lines: string[];
  isWrong(name: string): boolean;
}

/** Reads an environment and goes on where something is wrong, so that all that is can be told at once. */
export function givenBy<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
): Given<z.infer<z.ZodObject<Shape>>> {
  const given = present(environment);
  const parsed = schema.safeParse(given);
  const wrong = new Set(parsed.error?.issues.map(({ path }) => String(path[0])));
  const right = Object.entries(given).filter(([name]) => !wrong.has(name));
  return {
    values: parsed.data ?? schema.parse(Object.fromEntries(right)),
    lines: parsed.error ? linesOf(parsed.error) : [],
    isWrong: (name) => wrong.has(name),
  };
}

/** The outcome of a part of the settings; where it fails null, and what is wrong joins `lines`. */
export async function orTold<Value>(work: Promise<Value>, lines: string[]): Promise<Value | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    lines.push(...error.lines);
    return null;
  }
}

/** One line per field that is wrong. */
export function linesOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
}
