/**
 * Everything that can be wrong with a request: code → HTTP status (RFC 9457). People read the sentence under the same
 * code in `locales/<language>/problems.json`; developers its title in `functions/http/problem-titles.ts`, which browsers
 * have no use for.
 */
export const problems = {
  'invalid-json': { status: 400 },
  'cross-site': { status: 403 },
  'wrong-host': { status: 421 },
  unauthorized: { status: 401 },
  'not-found': { status: 404 },
  'method-not-allowed': { status: 405 },
  'unknown-receipt': { status: 401 },
  'case-closed': { status: 409 },
  'upload-closed': { status: 409 },
  'too-many-messages': { status: 409 },
  'wrong-chunk': { status: 422 },
  'receipt-conflict': { status: 409 },
  'body-incomplete': { status: 400 },
  'body-too-large': { status: 413 },
  'unsupported-media-type': { status: 415 },
  'invalid-fields': { status: 422 },
  'not-openpgp': { status: 422 },
  'armor-damaged': { status: 422 },
  'text-around-message': { status: 422 },
  'not-encrypted': { status: 422 },
  'more-than-one-message': { status: 422 },
  'unsupported-encryption': { status: 422 },
  'symmetric-only': { status: 422 },
  'hidden-recipients': { status: 422 },
  'missing-recipient': { status: 422 },
  'missing-reporter': { status: 422 },
  'reply-key-invalid': { status: 422 },
  'not-signed-in': { status: 401 },
  'not-of-the-team': { status: 401 },
  'team-key-expired': { status: 409 },
  'challenge-failed': { status: 401 },
  'version-conflict': { status: 412 },
  'already-responded': { status: 409 },
  'response-needed': { status: 409 },
  'transition-not-allowed': { status: 409 },
  'reports-owed': { status: 409 },
  'exploited-since': { status: 422 },
  withdrawn: { status: 409 },
  'not-withdrawn': { status: 409 },
  'fix-available': { status: 422 },
  'not-exploited': { status: 409 },
  'fix-date-needed': { status: 422 },
  'fix-date-past': { status: 422 },
  'reward-too-low': { status: 422 },
  'reward-needs-reply': { status: 422 },
  'proof-needed': { status: 428 },
  'too-many-guesses': { status: 429 },
  'alert-not-set': { status: 429 },
  'too-many-requests': { status: 429 },
  'too-much-at-once': { status: 429 },
  'too-many-refused': { status: 429 },
  'too-many-open': { status: 429 },
  'server-busy': { status: 503 },
  internal: { status: 500 },
  'storage-full': { status: 503 },
  'storage-full-for-team': { status: 503 },
  'store-unavailable': { status: 503 },
} as const satisfies Record<string, { status: number }>;

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
