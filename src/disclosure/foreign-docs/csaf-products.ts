// Products of a CSAF document: what their ids stand for (CSAF 2.0 section 3.2.2; 2.1 has paths beside relationships).
import type { Names } from './advisory.ts';
import { NotReadableError, objectIn, objectsIn, type Room, textIn, textsIn } from './fields.ts';
import type { JsonObject } from './json.ts';

/** Of how many products one thing may be said. */
const MOST_PRODUCTS = 50_000;

/** Names of products by their ids, of the products themselves and of groups of them. */
export class Products {
  readonly #names = new Map<string, string>();
  readonly #groups = new Map<string, string[]>();

  /** @throws NotReadableError */
  constructor(tree: JsonObject) {
    // As many levels as the JSON may have, which is bounded.
    const addBranches = (from: JsonObject) => {
      for (const branch of objectsIn(from, 'branches')) {
        this.#add(objectIn(branch, 'product'));
        addBranches(branch);
      }
    };
    addBranches(tree);
    for (const product of objectsIn(tree, 'full_product_names')) this.#add(product);
    for (const made of [...objectsIn(tree, 'relationships'), ...objectsIn(tree, 'product_paths')])
      this.#add(objectIn(made, 'full_product_name'));
    for (const group of objectsIn(tree, 'product_groups'))
      this.#groups.set(textIn(group, 'group_id'), textsIn(group, 'product_ids'));
  }

  #add(product: JsonObject): void {
    const id = textIn(product, 'product_id');
    if (id !== '') this.#names.set(id, textIn(product, 'name'));
  }

  /** Their names; an id that stands for nothing is shown itself. */
  named(ids: readonly string[], room: Room): Names {
    return room.names([...new Set(ids)].map((id) => this.#names.get(id) ?? id));
  }

  /** The names of what something is said of. @throws NotReadableError */
  of(one: JsonObject, room: Room): Names {
    const ids = [...textsIn(one, 'product_ids')];
    for (const group of textsIn(one, 'group_ids')) {
      // Groups may be named over and over.
      if (ids.length > MOST_PRODUCTS) throw new NotReadableError();
      // One by one: a call takes fewer arguments than a group may have ids.
      for (const id of this.#groups.get(group) ?? [group]) ids.push(id);
    }
    return this.named(ids, room);
  }
}
