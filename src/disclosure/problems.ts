/**
 * Everything that can be wrong with a request: code → HTTP status (RFC 9457). People read the sentence under the same
 * code in `locales/<language>/problems.json`; developers its title in `functions/http/problem-titles.ts`, which browsers
 * have no use for.
 */
export const problems = {
  'invalid-json': 400,
  'cross-site': 403,
  'wrong-host': 421,
  unauthorized: 401,
  'not-found': 404,
  'method-not-allowed': 405,
  'unknown-receipt': 401,
  'not-a-receipt': 422,
  'case-closed': 409,
  'upload-closed': 409,
  'too-many-messages': 409,
  'too-many-attachments': 409,
  'number-taken': 409,
  'wrong-chunk': 422,
  'receipt-conflict': 409,
  'body-incomplete': 400,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'invalid-fields': 422,
  'urgent-not-yes': 400,
  'empty-message': 422,
  'not-openpgp': 422,
  'armor-damaged': 422,
  'bytes-lost': 422,
  'text-around-message': 422,
  'not-encrypted': 422,
  'more-than-one-message': 422,
  'unsupported-encryption': 422,
  'newer-encryption': 422,
  'symmetric-only': 422,
  'hidden-recipients': 422,
  'missing-recipient': 422,
  'missing-reporter': 422,
  'shared-differs': 422,
  'no-team-key': 503,
  'reply-key-invalid': 422,
  'not-signed-in': 401,
  'not-of-the-team': 401,
  'team-key-expired': 409,
  'challenge-failed': 401,
  'version-conflict': 412,
  'already-responded': 409,
  'response-needed': 409,
  'transition-not-allowed': 409,
  'reports-owed': 409,
  'exploited-since': 422,
  withdrawn: 409,
  'not-withdrawn': 409,
  'fix-available': 422,
  'not-exploited': 409,
  'incident-since': 422,
  'not-incident': 409,
  'not-claimed': 409,
  'claim-unanswered': 409,
  'message-waits': 409,
  'notification-first': 409,
  'not-reported': 409,
  'publication-past': 422,
  'no-publication-date': 409,
  'other-date': 409,
  'already-agreed': 409,
  'reported-at': 422,
  'fix-first': 409,
  'fix-date-needed': 422,
  'fix-date-past': 422,
  'reward-too-low': 422,
  'reward-needs-reply': 422,
  'proof-needed': 428,
  'too-many-guesses': 429,
  'alert-not-set': 429,
  'too-many-requests': 429,
  'too-much-at-once': 429,
  'too-many-refused': 429,
  'too-many-open': 429,
  'server-busy': 503,
  internal: 500,
  'storage-full': 503,
  'storage-full-for-team': 503,
  'store-unavailable': 503,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problems;

/** What stands before the id of a request in `instance` (RFC 9457). */
export const REQUEST_URN = 'urn:meldpunt:request:';

/** Whether a person who sees this problem is told the id of the request: it is ours, or asks for patience. */
export function isNumbered(code: ProblemCode): boolean {
  const status = problems[code];
  return status >= 500 || status === 429;
}

/** Whether `value` is one of our codes; an answer from elsewhere (a proxy, say) may hold anything. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(problems, value);
}
