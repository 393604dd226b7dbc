// What is in a case, fetched whole: it is opened before it is shared.
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import { originalsSchema } from '../../../disclosure/sharing-wire.ts';
import type { SharedFile, SharedThing } from '../../../openpgp/share-opened.ts';
import type { Outcome } from '../../api/ask.ts';
import { type Contents, type Item, placeOf } from './contents.ts';
import type { SharingTools } from './tools.ts';

/** The things of one case; what several need is fetched and opened once. */
export class Things {
  readonly #contents: Contents;
  readonly #tools: SharingTools;
  readonly #listed = new Map<string, readonly ListedFile[]>();
  #originals: ReadonlyMap<string, string> | null = null;

  constructor(contents: Contents, tools: SharingTools) {
    this.#contents = contents;
    this.#tools = tools;
  }

  /** One of them; null where it is not there any more. @throws Error where the key is not here any more */
  async of(item: Item): Promise<Outcome<SharedThing | null>> {
    if (item.at === null) return this.#file(item);
    if (item.kind !== 'original') return { ok: true, value: { sealed: item.sealed, at: item.at } };
    if (this.#originals === null) {
      const path = `cases/${this.#contents.reference}/shared?originals`;
      const answer = await this.#tools.ask('GET', path, originalsSchema);
      if (!answer.ok) return answer;
      this.#originals = new Map(answer.value.originals.map(({ id, sealed }) => [id, sealed]));
    }
    const sealed = this.#originals.get(item.id);
    return { ok: true, value: sealed === undefined ? null : { sealed, at: item.at } };
  }

  async #file({ id }: Item): Promise<Outcome<SharedFile | null>> {
    const file = this.#contents.files.find((one) => one.id === id);
    if (!file) return { ok: true, value: null };
    const listed = (await this.#listedBy(file)).find((one) => one.id === id) ?? null;
    const answer = await this.#tools.file(this.#contents.reference, file);
    return answer.ok ? { ok: true, value: { sealed: answer.value, listed } } : answer;
  }

  /** The files that the message lists with which a file came. */
  async #listedBy({ number, from }: Contents['files'][number]): Promise<readonly ListedFile[]> {
    const { reference, messages } = this.#contents;
    const message = messages.find((one) => one.number === number && one.from === from);
    if (!message) return [];
    const { id, sealed } = message;
    const known = this.#listed.get(id);
    if (known) return known;
    const found = await this.#tools.filesListed({ sealed, at: placeOf(reference, message) });
    this.#listed.set(id, found);
    return found;
  }
}
