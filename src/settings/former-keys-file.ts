import { visibleLine } from '../disclosure/foreign-text.ts';
import { type FormerKey, readFormerKeys } from '../openpgp/former-key.ts';
import { KeyError } from '../openpgp/key-error.ts';
import { isUtf16, textOfFile } from '../openpgp/text-of-file.ts';
import { nameIn } from '../openpgp/user-id.ts';
import { SettingsError } from './environment.ts';
import { sentenceOfKey } from './team-key-file.ts';

/** The certificates of who left the team; published as it is, and absent where nobody did. */
export const FORMER_KEYS = 'public/former-team-keys.asc';

/** Somebody who left the team. Nothing is sealed to their key and nobody signs in with it: it verifies what it signed. */
export interface FormerMember {
  /** The certificate alone, armored. */
  armored: string;
  /** 40 hexadecimal characters, of a version 6 key 64; upper case. */
  fingerprint: string;
  /** Of all its keys: 16 hexadecimal characters each, lower case. */
  keyIds: string[];
  /** Of its first user id, as it can be shown. */
  name: string;
  /** What it signed counts if that was before this moment, in ms since 1970. */
  until: number;
}

const BEGIN = /^-----BEGIN PGP [A-Z ]+-----$/;
const END = /^-----END PGP [A-Z ]+-----$/;
const UNTIL = /^until:(.*)$/;
/** As `until` is written: UTC, whole seconds. */
const EXAMPLE = '2026-10-01T00:00:00Z';

/** An armored block as it stands in the file, and what the line before it says. */
interface Part {
  /** Of its first line, from 1. */
  line: number;
  until: string | null;
  block: string;
}

/**
 * Reads the certificates of former members: armored blocks, before each a line `until: 2026-10-01T00:00:00Z` with the
 * moment until which what it signed counts. Lines that begin with `#` are for people.
 * @param current fingerprints of the team as it is
 * @param now in ms since 1970
 * @throws SettingsError that names everything that is wrong, and what to do
 */
export async function readFormerMembers(
  bytes: Uint8Array,
  current: readonly string[],
  now: number,
): Promise<FormerMember[]> {
  if (isUtf16(bytes)) {
    const what = 'is in UTF-16, and would be published so; save it in UTF-8, which other programs read too.';
    throw new SettingsError([`${FORMER_KEYS} ${what}`]);
  }
  const { parts, lines } = partsOf(textOfFile(bytes));
  const members: FormerMember[] = [];
  for (const part of parts) {
    const until = momentOf(part, now, lines);
    for (const { armored, fingerprint, keyIds, userIds } of await keysOf(part, lines)) {
      const name = visibleLine(nameIn(userIds[0] ?? ''));
      if (current.includes(fingerprint)) {
        lines.push(
          `${FORMER_KEYS}: the key of ${name} (${fingerprint}) is in the team’s key file too; who left stands here alone, who came back there alone.`,
        );
      } else if (members.some((one) => one.fingerprint === fingerprint)) {
        lines.push(`${FORMER_KEYS}: the key of ${name} (${fingerprint}) stands in it twice; keep one.`);
      }
      members.push({ armored, fingerprint, keyIds, name, until });
    }
  }
  if (parts.length === 0 && lines.length === 0) {
    lines.push(
      `${FORMER_KEYS} holds no OpenPGP certificate; put one in, with a line “until: ${EXAMPLE}” before it, or take the file away.`,
    );
  }
  if (lines.length > 0) throw new SettingsError(lines);
  return members;
}

/** Takes the file apart; what stands where it can't is told. */
function partsOf(text: string): { parts: Part[]; lines: string[] } {
  const parts: Part[] = [];
  const lines: string[] = [];
  let until: string | null = null;
  let open: { line: number; block: string[] } | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const [line, number] = [raw.trim(), index + 1];
    const [, moment] = UNTIL.exec(line) ?? [];
    if (open) {
      open.block.push(line);
      if (!END.test(line)) continue;
      parts.push({ line: open.line, until, block: open.block.join('\n') });
      [open, until] = [null, null];
    } else if (BEGIN.test(line)) open = { line: number, block: [line] };
    else if (moment !== undefined) {
      if (until !== null) lines.push(withoutKey(number - 1));
      until = moment.trim();
    } else if (line !== '' && !line.startsWith('#')) {
      lines.push(
        `${FORMER_KEYS}, line ${number}: only “until: …” and armored keys stand in it; put # before what is for people.`,
      );
    }
  }
  if (open) {
    lines.push(
      `${FORMER_KEYS}, line ${open.line}: this block has no end; export the key again (gpg --export --armor).`,
    );
  } else if (until !== null) lines.push(withoutKey(text.trimEnd().split('\n').length));
  return { parts, lines };
}

const withoutKey = (line: number) =>
  `${FORMER_KEYS}, line ${line}: no key follows this “until”; put the armored key below it (gpg --export --armor), or take the line away.`;

/** The moment of a part, in ms since 1970; what is wrong with it joins `lines`. */
function momentOf({ line, until }: Part, now: number, lines: string[]): number {
  if (until === null) {
    lines.push(
      `${FORMER_KEYS}, line ${line}: nothing says until when this key counts; put a line “until: ${EXAMPLE}” before it, with the moment at which its owner left.`,
    );
    return now;
  }
  const moment = Date.parse(until);
  const isWritten = !Number.isNaN(moment) && new Date(moment).toISOString() === until.replace(/Z$/, '.000Z');
  if (!isWritten) {
    lines.push(
      `${FORMER_KEYS}, line ${line}: “until: ${visibleLine(until)}” is no moment; write it as ${EXAMPLE}.`,
    );
  } else if (moment > now) {
    lines.push(
      `${FORMER_KEYS}, line ${line}: ${until} is yet to come; until then the key belongs in the team’s key file.`,
    );
  }
  return moment;
}

/** The certificates of a part; what is wrong with them joins `lines`. */
async function keysOf({ line, block }: Part, lines: string[]): Promise<FormerKey[]> {
  try {
    return await readFormerKeys(block);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    lines.push(...[error, ...error.others].map((one) => sentenceOfKey(one, `${FORMER_KEYS}, line ${line}`)));
    return [];
  }
}
