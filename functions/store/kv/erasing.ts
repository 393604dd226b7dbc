import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { records } from './values.ts';

/** Erasing spam in the kv adapter. */
export function kvErasing({ run }: KvClient): Pick<Store, 'eraseSpam'> {
  return {
    async eraseSpam(spam) {
      const values = spam.flatMap(({ reference, seenVersion, month }) => [reference, seenVersion, month]);
      return run(records, 'eraseSpam', [], [spam.length, ...values]);
    },
  };
}
