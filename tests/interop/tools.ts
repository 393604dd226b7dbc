import type { Tool } from './tool.ts';
import { gpgCurve25519, gpgNist, gpgRsa } from './tools/gpg.ts';
import { kbpgp } from './tools/kbpgp.ts';
import { openpgp5, openpgp6, openpgp6Version6, openpgp6X448, openpgp6X25519 } from './tools/openpgpjs.ts';
import { openpgp4 } from './tools/openpgpjs-4.ts';
import { pgpy } from './tools/pgpy.ts';
import { rnp } from './tools/rnp.ts';
import { gosop, pgpainless, sqop } from './tools/sop.ts';
import { sq } from './tools/sq.ts';

/** Every implementation that is tried, with each kind of key, in the order of the table. */
export const tools: readonly Tool[] = [
  ...[gpgRsa, gpgCurve25519, gpgNist],
  ...[sq, sqop, rnp, pgpainless, gosop, pgpy],
  ...[openpgp4, openpgp5, openpgp6, openpgp6X25519, openpgp6X448, openpgp6Version6],
  kbpgp,
];
