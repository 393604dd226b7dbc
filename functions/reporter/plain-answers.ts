import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { randomCharacters } from '../../src/disclosure/base32.ts';
import { receiptFromBytes } from '../../src/disclosure/receipt.ts';
import { type Accepted, acceptedSchema } from '../../src/disclosure/wire.ts';
import { type LanguageCode, languageCodes } from '../../src/i18n/languages.ts';
import { createCookieBox } from './cookie-box.ts';

const PURPOSE = 'plain answer';
/** For how long a browser without scripts can be shown its answer again, in seconds. */
export const SHOWN_FOR = 10 * 60;

const keptSchema = z.strictObject({
  /** 16 random bytes, base64url: what makes this browser's receipts its own. */
  nonce: z.string(),
  /**
   * The last answer, the language of its page, and a random name by which that page is known from one of an answer before;
   * absent as long as nothing came in.
   */
  answer: z.optional(
    z.strictObject({ name: z.string(), language: z.enum(languageCodes), accepted: acceptedSchema }),
  ),
});

/** What a browser without scripts keeps of its report, for some minutes. */
export type Kept = z.infer<typeof keptSchema>;

/** The same once something came in. */
type Answered = Kept & { answer: NonNullable<Kept['answer']> };

/** What of a form decides whether it is the same once more. */
export interface PlainReport {
  message: string;
  language: LanguageCode;
  exploited: boolean;
}

/**
 * The memory of the form without scripts, which lies with the browser alone: nothing of it is in the store. What the
 * browser holds is sealed by the server, and the server opens it for ten minutes.
 */
export interface PlainAnswers {
  /** A memory that knows no answer yet. */
  begin(): Kept;
  /** The same memory with an answer. */
  withAnswer(kept: Kept, answer: { language: LanguageCode; accepted: Accepted }): Answered;
  /** As a browser keeps it, for ten minutes from now: see `CookieBox`. */
  close(kept: Kept, now: Date): string;
  /** What a browser brings; null for what is not of this server, was changed, or is too old. */
  open(closed: string, now: Date): Kept | null;
  /**
   * The receipt code for a report: the same for the same report out of the same memory, so that it is one case however
   * often it is sent. Who does not have the memory can't tell it from a random one, with the server's secret neither.
   */
  receiptFor(kept: Kept, report: PlainReport): string;
}

/** Receipts are HMAC-SHA-256, under a key that follows from `serverSecret` by HKDF-SHA-256. */
export function createPlainAnswers(serverSecret: string): PlainAnswers {
  const box = createCookieBox(serverSecret);
  const receiptKey = Buffer.from(hkdfSync('sha256', serverSecret, 'meldpunt plain receipt 1', '', 32));
  return {
    begin: () => ({ nonce: randomBytes(16).toString('base64url') }),
    withAnswer: ({ nonce }, answer) => ({ nonce, answer: { name: randomCharacters(6), ...answer } }),
    close: (kept, now) => box.close(PURPOSE, JSON.stringify(kept), now.getTime() + SHOWN_FOR * 1000),
    open(closed, now) {
      const text = box.open(PURPOSE, closed, now.getTime());
      // What an older version of this server closed may have another shape.
      return text === null ? null : (keptSchema.safeParse(JSON.parse(text)).data ?? null);
    },
    receiptFor({ nonce }, { message, language, exploited }) {
      const report = JSON.stringify([nonce, language, exploited, message]);
      return receiptFromBytes(createHmac('sha256', receiptKey).update(report).digest());
    },
  };
}
