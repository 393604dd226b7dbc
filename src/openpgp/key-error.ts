export type KeyFault = 'unreadable' | 'private' | 'expired' | 'revoked' | 'no-encryption';

/** What can be wrong with a stranger's key: also that it is larger, or has more parts, than such keys may. */
export type ReaderFault = KeyFault | KeyLimitsError['fault'];

/** A key that can't be used; `fault` says why. */
export class KeyError extends Error {
  readonly fault: KeyFault;
  constructor(fault: KeyFault, options?: ErrorOptions) {
    super(`the OpenPGP key can not be used: ${fault}`, options);
    this.fault = fault;
  }
}

/** A stranger's key that asks for more than it may; see `judgeCertificates`. */
export class KeyLimitsError extends Error {
  readonly fault = 'beyond-limits';
  constructor() {
    super('the OpenPGP key is beyond the limits for keys of strangers');
  }
}

/** The code of what is wrong with a stranger's key; undefined for an error that says something else. */
export function readerFaultOf(error: unknown): ReaderFault | undefined {
  return error instanceof KeyError || error instanceof KeyLimitsError ? error.fault : undefined;
}
