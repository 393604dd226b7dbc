export type KeyFault =
  | 'unreadable'
  | 'private'
  | 'expired'
  | 'revoked'
  | 'no-encryption'
  /** Without a user id, as keys.openpgp.org hands keys out: then nobody says what the key is for. */
  | 'no-user-id'
  /** RSA with too few bits. */
  | 'weak'
  /** Of an algorithm, a curve or a version that nothing is sealed to here. */
  | 'unsupported-algorithm'
  /** Made by a clock that is ahead of ours. */
  | 'not-yet-valid';

/** What can be wrong with a stranger's key: also that it is larger, or has more parts, than such keys may. */
export type ReaderFault = KeyFault | KeyLimitsError['fault'];

/** A key that can't be used; `fault` says why. */
export class KeyError extends Error {
  readonly fault: KeyFault;
  /** Which key of several it is, for people; empty where that is not known. */
  readonly whose: string;
  /** What of it is meant, such as `RSA, 1024 bits`; empty where there is no more to say. */
  readonly detail: string;
  /** What is wrong with the other keys of the same file. */
  readonly others: readonly KeyError[];
  constructor(
    fault: KeyFault,
    {
      whose = '',
      detail = '',
      others = [],
      ...options
    }: ErrorOptions & { whose?: string; detail?: string; others?: readonly KeyError[] } = {},
  ) {
    super(`the OpenPGP key can not be used: ${fault}`, options);
    this.fault = fault;
    this.whose = whose;
    this.detail = detail;
    this.others = others;
  }
}

/** A stranger's key that asks for more than it may; see `judgeCertificates`. */
export class KeyLimitsError extends Error {
  readonly fault = 'beyond-limits';
  constructor() {
    super('the OpenPGP key is beyond the limits for keys of strangers');
  }
}

/** From the reason that helps most to mend it, to the one that helps least. */
const byHelp: readonly ReaderFault[] = [
  'expired',
  'no-user-id',
  'weak',
  'no-encryption',
  'revoked',
  'unsupported-algorithm',
  'beyond-limits',
  'unreadable',
];

/** Of what is wrong with each of several keys, none of which can be used, the error to tell. */
export function mostHelpful(faults: readonly ReaderFault[]): KeyError | KeyLimitsError {
  const fault = byHelp.find((one) => faults.includes(one)) ?? 'unreadable';
  return fault === 'beyond-limits' ? new KeyLimitsError() : new KeyError(fault);
}

/** The code of what is wrong with a stranger's key; undefined for an error that says something else. */
export function readerFaultOf(error: unknown): ReaderFault | undefined {
  return error instanceof KeyError || error instanceof KeyLimitsError ? error.fault : undefined;
}
