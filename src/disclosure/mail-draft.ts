// A mail that a person sends from their own program: a file that programs open as a draft.
import { asciiAddress } from './address.ts';
import { toBase64 } from './base64.ts';

export interface MailDraft {
  /** Where it goes; left out where it is no address. */
  to: string;
  /** Of ASCII and other characters; one line. */
  subject: string;
  text: string;
  /** Armored, with its file name. */
  attachment: { name: string; armored: string };
}

/** The address in a user id, `Name <address>` or bare; null where there is none. */
export function addressInUserId(userId: string): string | null {
  const [, inBrackets] = /<([^<>]*)>\s*$/.exec(userId) ?? [];
  return asciiAddress((inBrackets ?? userId).trim());
}

/**
 * The draft as a mail with one attachment (RFC 5322, 2045, 2183). `X-Unsent` has Outlook and others open it to be sent.
 * @returns with CRLF at the ends of its lines
 */
export function writeDraft({ to, subject, text, attachment }: MailDraft): string {
  const boundary = `meldpunt-${crypto.randomUUID()}`;
  const address = asciiAddress(to);
  const lines = [
    ...(address === null ? [] : [`To: ${address}`]),
    `Subject: ${encodedWord(subject)}`,
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(text),
    `--${boundary}`,
    `Content-Type: application/octet-stream; name="${attachment.name}"`,
    `Content-Disposition: attachment; filename="${attachment.name}"`,
    // Not as it is: programs change the ends of lines, and its hash stands on the timeline.
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(attachment.armored),
    `--${boundary}--`,
    '',
  ];
  return lines.join('\n').replaceAll(/\r?\n/g, '\r\n');
}

/** A header in any characters, in one word (RFC 2047): ours are short. */
function encodedWord(text: string): string {
  return /^[\u0020-\u007e]*$/.test(text) ? text : `=?utf-8?B?${base64Of(text)}?=`;
}

function base64Lines(text: string): string {
  return (base64Of(text).match(/.{1,76}/g) ?? []).join('\n');
}

const base64Of = (text: string) => toBase64(new TextEncoder().encode(text));
