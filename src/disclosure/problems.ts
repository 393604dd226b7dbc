/**
 * Everything that can be wrong with a request: code → HTTP status and title (RFC 9457). The title is for
 * developers; people read the sentence under the same code in `locales/<language>/problems.json`.
 */
export const problems = {
  'invalid-json': { status: 400, title: 'The body is not valid JSON' },
  'cross-site': { status: 403, title: 'The request comes from another site' },
  'wrong-host': { status: 421, title: 'The request was made under a name that is not this site’s' },
  unauthorized: { status: 401, title: 'The bearer token is missing or wrong' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'unknown-receipt': { status: 401, title: 'No case belongs to this access token' },
  'case-closed': { status: 409, title: 'This case is closed' },
  'upload-closed': { status: 409, title: 'This attachment is complete, or its time is over' },
  'too-many-messages': { status: 409, title: 'This case holds as many messages as it can' },
  'wrong-chunk': { status: 422, title: 'The chunk has not the length that its place asks for' },
  'receipt-conflict': { status: 409, title: 'Another report was sent under this receipt' },
  'body-incomplete': { status: 400, title: 'The body did not arrive as a whole' },
  'body-too-large': { status: 413, title: 'The body is larger than this address takes' },
  'unsupported-media-type': { status: 415, title: 'This address does not take this media type' },
  'invalid-fields': { status: 422, title: 'The fields are not those that this address takes' },
  'not-openpgp': { status: 422, title: 'The message is not an armored OpenPGP message' },
  'armor-damaged': { status: 422, title: 'The armored message is cut short or damaged' },
  'text-around-message': {
    status: 422,
    title: 'There is readable text before, after or in the head of the message',
  },
  'not-encrypted': { status: 422, title: 'The message holds data that is not encrypted' },
  'more-than-one-message': { status: 422, title: 'There is more behind the encrypted message' },
  'unsupported-encryption': {
    status: 422,
    title: 'The message uses an encryption that the team cannot open',
  },
  'symmetric-only': { status: 422, title: 'The message is encrypted with a password' },
  'hidden-recipients': { status: 422, title: 'The recipients are hidden; encrypt with --no-throw-keyids' },
  'missing-recipient': { status: 422, title: 'The message is not encrypted to every team key' },
  'missing-reporter': { status: 422, title: 'The reply is not encrypted to the reply key of the reporter' },
  'reply-key-invalid': { status: 422, title: 'The reply key is not a locked key without a name' },
  'not-signed-in': { status: 401, title: 'There is no session, or it has ended' },
  'not-of-the-team': { status: 401, title: 'This key is not one of the team' },
  'team-key-expired': { status: 409, title: 'This key of the team has run out: nothing can be sealed to it' },
  'challenge-failed': {
    status: 401,
    title: 'The challenge has expired, was used, or the answer is not right',
  },
  'version-conflict': { status: 412, title: 'The case was changed after the version that this change saw' },
  'already-responded': { status: 409, title: 'The first response was given already' },
  'response-needed': { status: 409, title: 'The first response comes before any other status' },
  'transition-not-allowed': { status: 409, title: 'This status can not follow the present one' },
  'reports-owed': {
    status: 409,
    title: 'A report to the authorities is owed before this case can be closed or erased',
  },
  'exploited-since': {
    status: 422,
    title: 'The exploitation became known in the future, or more than a year before the report',
  },
  withdrawn: {
    status: 409,
    title: 'The report was withdrawn: only what its reports to the authorities need can be changed',
  },
  'not-withdrawn': {
    status: 409,
    title: 'The report was not withdrawn: its status says whether it is fixed',
  },
  'fix-available': {
    status: 422,
    title: 'The fix became available in the future, or more than a year before the report',
  },
  'not-exploited': { status: 409, title: 'The case is not marked as actively exploited' },
  'fix-date-needed': { status: 422, title: 'A confirmed report needs the day on which a fix is expected' },
  'fix-date-past': { status: 422, title: 'The day on which a fix is expected is past' },
  'reward-too-low': { status: 422, title: 'The reward is less than the policy promises' },
  'reward-needs-reply': { status: 422, title: 'A reward goes with a sealed reply that gives the reason' },
  'proof-needed': {
    status: 428,
    title: 'The report is long, or many come in: solve `challenge` and send again',
  },
  'too-many-guesses': { status: 429, title: 'Too many unknown receipts in a short time' },
  'alert-not-set': { status: 429, title: 'No mail can go to this address right now; the alert is not set' },
  'too-many-requests': { status: 429, title: 'Too many reports in a short time' },
  'too-much-at-once': { status: 429, title: 'More comes in than is stored within an hour or a day' },
  'too-many-refused': { status: 429, title: 'Too many requests that were refused in a short time' },
  'too-many-open': { status: 429, title: 'One address has too much open at once' },
  'server-busy': { status: 503, title: 'Too much at once from all visitors together' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'storage-full': { status: 503, title: 'The store holds as much as visitors may fill' },
  'storage-full-for-team': { status: 503, title: 'The store holds as much as it may' },
  'store-unavailable': { status: 503, title: 'The report can not be stored right now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** What stands before the id of a request in `instance` (RFC 9457). */
export const REQUEST_URN = 'urn:meldpunt:request:';

/** Whether a person who sees this problem is told the id of the request: it is ours, or asks for patience. */
export function isNumbered(code: ProblemCode): boolean {
  const { status } = problems[code];
  return status >= 500 || status === 429;
}

/** Whether `value` is one of our codes; an answer from elsewhere (a proxy, say) may hold anything. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(problems, value);
}
