import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { lessonSchema } from './publications/lesson-schema.ts';
import { requirePublishable } from './publications/read-content.ts';
import { thanksSchema } from './publications/thanks-schema.ts';
import { vexSchema } from './publications/vex-schema.ts';

// Astro names the first thing that is wrong; whoever mends it wants to know all of it.
requirePublishable(new URL('./content/', import.meta.url));

/** One file per person who wished to be named. */
const thanks = defineCollection({
  loader: glob({ base: './src/content/thanks', pattern: '*.yaml' }),
  schema: thanksSchema,
});

/** One folder per lesson with a file per language; `src/publications/lessons.ts` brings them together. */
const lessons = defineCollection({
  loader: glob({
    base: './src/content/lessons',
    pattern: '**/*.md',
    generateId: ({ entry }) => entry.replace(/\.md$/, ''),
  }),
  schema: lessonSchema,
});

/** One file for each weak spot with a public name of which something is said. */
const vex = defineCollection({
  loader: glob({ base: './src/content/vex', pattern: '*.yaml' }),
  schema: vexSchema,
});

export const collections = { thanks, lessons, vex };
