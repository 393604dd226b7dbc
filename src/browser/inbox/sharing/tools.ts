// What sharing a case needs of the world around it, so that it can be done wherever there is a key.
import type * as z from 'zod/mini';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import type { Place } from '../../../disclosure/signed-text.ts';
import type { SharedHead, SharedText, SharedThing } from '../../../openpgp/share-opened.ts';
import type { Outcome } from '../../api/ask.ts';
import type { SealedFile } from '../case/fetch-sealed.ts';
import type { Person } from './access.ts';

export interface SharingTools {
  /** Asks the team's part of our API. Never throws. */
  ask: <T>(method: string, path: string, schema: z.ZodMiniType<T>, body?: unknown) => Promise<Outcome<T>>;
  /** Everybody of the team and who left, now. */
  people: () => Promise<Person[]>;
  /** Fetches a file, sealed. Never throws. */
  file: (reference: string, file: SealedFile) => Promise<Outcome<Blob>>;
  /** Makes session keys anew for the whole team; see `shareOpened`. @throws Error where no key is here */
  share: (thing: SharedThing, head: Uint8Array, lookedAt: string | null) => Promise<SharedHead>;
  /** See `filesListedIn`. @throws as above */
  filesListed: (thing: SharedText) => Promise<readonly ListedFile[]>;
  /** Whether both heads of each pair hold the same session key for the key that is here. @throws as above */
  holdSame: (pairs: readonly (readonly [Uint8Array, Uint8Array])[]) => Promise<boolean[]>;
  /** SHA-256 of the contents of each message (armored), null for one that does not open. @throws as above */
  digests: (sealed: readonly string[]) => Promise<(string | null)[]>;
  /** Opens a text (armored); null where it does not open. @throws as above */
  open: (sealed: string) => Promise<string | null>;
  /** The reporter's keys that stand in the report (armored); empty where it does not open, or has none. @throws as above */
  reporterKeys: (report: string) => Promise<string>;
  /** Seals an original to the team and these certificates; null where the reporter can't be sealed to. */
  sealOriginal: (text: string, reporterKeys: string) => Promise<string | null>;
  /** Signs a note for its place and seals it to the team. @throws Error */
  sealNote: (text: string, place: Place) => Promise<string>;
  /** The sentence that the note begins with. */
  sentence: (given: { items: number; removed: readonly Person[] }) => string;
}
