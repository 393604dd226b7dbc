import type { Limit } from '../tool.ts';

/** Of a tool that reads no message in which an algorithm stands that it doesn't know. @param outcome what it says */
export function notBesideNewer(outcome: RegExp): Limit {
  return {
    deed: 'beside-newer',
    outcome,
    note:
      'It gives up at a message that is also for a key of a kind that it does not know: X25519, X448 or version 6, of a ' +
      'colleague, or the own key of a reporter. Open such a report in the inbox, with the key file or with another tool.',
  };
}
