import { isKeyPublished } from '../../src/settings/desk-key.ts';
import type { Parts } from '../parts-types.ts';

/** Warns the team, once a day for as long as it is so, that nobody can check what this server signs. */
export async function watchDeskKey(parts: Pick<Parts, 'store' | 'now' | 'desk' | 'deskKeys'>): Promise<void> {
  if (isKeyPublished(parts)) return;
  const now = parts.now();
  const id = `desk-key.${now.toISOString().slice(0, 10)}`;
  const mail = { id, kind: 'desk-key-warning', reference: '', about: '' } as const;
  await parts.store.announce({ mails: [mail], now: now.getTime() });
}
