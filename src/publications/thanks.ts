import { type CollectionEntry, getCollection } from 'astro:content';
import { site } from 'virtual:site';

export type Thanked = CollectionEntry<'thanks'>['data'];

/** Everybody whom this build names, newest first; examples in a demonstration only. */
export async function visibleThanks(): Promise<Thanked[]> {
  const all = (await getCollection('thanks')).map(({ data }) => data);
  return all
    .filter(({ example }) => site.demonstration || !example)
    .sort((one, two) => two.month.localeCompare(one.month) || one.name.localeCompare(two.name));
}
