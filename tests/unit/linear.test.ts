import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/http/endpoint.ts';
import { expiresOf } from '../../functions/jobs/published.ts';
import { vercelRules } from '../../functions/node/vercel-rules.ts';
import { hasSessionCookie } from '../../functions/staff/session.ts';
import { addressesIn } from '../../src/disclosure/addresses-in.ts';
import { writeDocument } from '../../src/disclosure/case-document.ts';
import { safeFileName } from '../../src/disclosure/file-name.ts';
import { visibleLine, visibleText } from '../../src/disclosure/foreign-text.ts';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { redactor } from '../../src/disclosure/redaction.ts';
import { isUnfinished } from '../../src/disclosure/reply-form.ts';
import { type NewReport, readReport, writeReport } from '../../src/disclosure/report.ts';
import { ANSWER } from '../../src/disclosure/sign-in-answer.ts';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import { plainFormSchema, submissionSchema } from '../../src/disclosure/wire.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { blocksIn, dearmor, dearmorLoosely } from '../../src/openpgp/armor.ts';
import { faultOfChunk, inspectSealed } from '../../src/openpgp/inspect.ts';
import { judgeCertificates } from '../../src/openpgp/judge-key.ts';
import { lockedReplyKey, replyKeyId } from '../../src/openpgp/reply-key.ts';
import { splitMessage } from '../../src/openpgp/split-message.ts';
import { addressIn } from '../../src/openpgp/user-id.ts';
import { lessonFiles } from '../../src/publications/lesson-files.ts';
import { filledLesson, lessonFacts } from '../support/lesson.ts';
import { ownTime } from '../support/own-time.ts';

const SIZE = 256 * 1024;
/** Generous: going through the text once takes some milliseconds, looking from every place for every end takes hours. */
const MOST_MS = 2_000;
/** What is slow all the same, on a busy machine say, takes twice as long for twice the text; four times would be growth. */
const MOST_GROWTH = 3;

const fill = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
const KEY = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const MESSAGE = '-----BEGIN PGP MESSAGE-----';
const SECRET = '-----BEGIN PGP PRIVATE KEY BLOCK-----';
const hostile: Record<string, string> = {
  'beginnings of keys': fill(KEY),
  'beginnings of keys in lines': fill(`${KEY}\n\n`),
  'keys with nothing in them': fill(`${KEY}\n\n-----END PGP PUBLIC KEY BLOCK-----\n`),
  'one key without an end': `${KEY}\n\n${fill('A')}`,
  'one key of packets of nothing': `${KEY}\n\n${fill('yADI')}\n-----END PGP PUBLIC KEY BLOCK-----`,
  'one message of parts of one byte': `${MESSAGE}\n\n${fill('4ADg')}\n-----END PGP MESSAGE-----`,
  'beginnings of messages': fill(`${MESSAGE}\n`),
  'a message of padding': `${MESSAGE}\n\n${fill('=')}\n-----END PGP MESSAGE-----`,
  'a message of headers': `${MESSAGE}\n${fill('Version: x\n')}\n-----END PGP MESSAGE-----`,
  'a message of one header': `${MESSAGE}\nVersion: ${fill('x: ')}\n\n-----END PGP MESSAGE-----`,
  'a message of markers': `${MESSAGE}\n\n${fill('ygNQR1DK')}\n-----END PGP MESSAGE-----`,
  'quotes of quotes': fill('> '),
  'quotes and a word': `${fill('>')}x`,
  'a locked key without an end': `${SECRET}\n\n${fill('A')}`,
  'a locked key of nothing': `${SECRET}\n\n${fill('yADI')}\n-----END PGP PRIVATE KEY BLOCK-----`,
  dashes: fill('-'),
  spaces: fill(' '),
  'spaces and a word': `x${fill(' ')}y`,
  tabs: fill('\t'),
  'line ends': fill('\n'),
  returns: fill('\r'),
  'lines of spaces': fill(' \n \t\n'),
  'one word': fill('x'),
  'one word and another': `${fill('x')} y`,
  'words of one letter': fill('x '),
  angles: fill('<'),
  'addresses without an end': fill('<a@'),
  dots: fill('a.'),
  'two addresses in one': `${fill('a.')}@${fill('b-')}`,
  backslashes: fill('\\'),
  headings: fill('\\## '),
  answers: fill('meldpunt-answer-'),
  ellipses: fill('.…'),
  'a field': `expires:${fill(' ')}x`,
  places: fill('at x.ts:1:'),
  slashes: fill('/'),
  'percent signs': fill('%2'),
  'bytes of a URL': fill('%C3'),
  'escapes of JSON': fill('\\u0301'),
  'references of HTML': fill('&#1'),
  'lines of a mail': fill('=C3=\n'),
  'parts of a mailbox': fill('jan+'),
  brackets: fill('('),
  pluses: fill('+'),
  'digits apart': fill('1 - '),
  semicolons: fill(';  '),
  controls: fill('\u0000\u202e'),
};

const report: NewReport = {
  ...{ language: 'nl', system: 'x', weakness: 'injection', exposure: 'none', name: '', contact: '' },
  ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
  ...{ attachments: [], description: 'x', impact: 'x', discovery: '', replyKey: '' },
};
const submission = {
  ...{ sealedReport: 'x', receiptId: 'a'.repeat(64), urgent: false, language: 'nl', attachments: [] },
};
const rules = vercelRules(new URL('../../vercel.json', import.meta.url));
const recipients = [{ encryptionKeyIds: ['0123456789abcdef'], opensSeipd2: true }];
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Whatever takes a stranger's text outside of a worker that is ended after its time. */
const takers: Record<string, (text: string) => unknown> = {
  'the key in a report of its own form': (text) => blocksIn(text, 'PUBLIC KEY BLOCK'),
  'the armor of a key': dearmorLoosely,
  'the armor of a message': (text) => dearmor(text, 'MESSAGE'),
  'a stranger’s certificates': judgeCertificates,
  'a message, taken apart': splitMessage,
  'the same in binary': (text) => splitMessage(bytesOf(text)),
  'a message to be stored': (text) => inspectSealed(text, recipients),
  'a piece of an attachment': (text) => faultOfChunk(bytesOf(text), 0, SIZE, recipients),
  'a later piece of one': (text) => faultOfChunk(bytesOf(text), 1, SIZE, recipients),
  'a locked reply key': lockedReplyKey,
  'the id of a reply key': replyKeyId,
  'an opened report': readReport,
  'the addresses in one': (text) => addressesIn(text, []),
  'the sections of a report': (text) =>
    readReport(writeReport({ ...report, description: text, discovery: text })),
  'the header block of a report': (text) =>
    readReport(writeReport(report).replace('system: "x"', `system: ${JSON.stringify(text)}\ncvss:${text}`)),
  'a signed text': readSignedText,
  'the files that it names': (text) =>
    readSignedText(
      `---\nreference: "CVD-2026-4F7K2Q"\nnumber: 2\nfrom: "team"\nwritten: "2026-11-26T12:00:00Z"\nattachments: [${text}]\n---\n\n`,
    ),
  'a CVSS vector': (text) => readReport(writeReport({ ...report, cvss: `CVSS:4.0/${text}`.slice(0, 400) })),
  'the fields of a submission': (text) =>
    ['sealedReport', 'receiptId', 'replyKey', 'notifyEmail', 'proof', 'language'].map((name) =>
      submissionSchema.safeParse({ ...submission, [name]: text }),
    ),
  'the plain form': (text) => plainFormSchema.safeParse({ message: text, language: text }),
  'a receipt code': parseReceipt,
  'an opened challenge': (text) => ANSWER.exec(text),
  'a language header': preferredLanguage,
  'the path of a request': (text) => rules.headersOf(`/${text}`),
  'a message with quotations in it': (text) => isUnfinished(text, ['omdat']),
  'a name to be thanked': (text) => lessonFiles({ ...filledLesson, credit: text }, lessonFacts),
  'a text that goes to others': redactor(
    { name: 'Jan de Vries', contact: '+31 6 1234 5678, jan@vries.example', credit: '李雷' },
    '[x]',
  ),
  'a document': (text) =>
    writeDocument(text, [], [{ title: text, facts: [[text, text]], texts: [{ title: text, text }] }]),
  'a text to be shown': visibleText,
  'a name to be shown': visibleLine,
  'the name of a file': (text) => safeFileName(text),
  'a cookie': (text) =>
    hasSessionCookie(new Request('https://x.example', { headers: { Cookie: text } }), 'https://x.example'),
  'a user id': addressIn,
  'a published security.txt': expiresOf,
  'an error that repeats its input': (text) => causeOf(new Error(text)),
};

/** In ms of this process; that it is refused is for other tests, here it must not take long. */
async function timeOf(take: (text: string) => unknown, text: string): Promise<number> {
  const started = ownTime();
  await Promise.try(take, text).catch(() => undefined);
  return ownTime() - started;
}

describe('256 KiB from a stranger are gone through once, whatever is in them', () => {
  it.each(Object.entries(takers))('by what takes %s', async (_, take) => {
    for (const [name, text] of Object.entries(hostile)) {
      const whole = await timeOf(take, text);
      if (whole < MOST_MS) continue;
      const half = await timeOf(take, text.slice(0, text.length / 2));
      expect(whole, name).toBeLessThan(MOST_GROWTH * half);
    }
  });
});
