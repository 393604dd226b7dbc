// CSAF documents and OSV records, off the main thread: what a stranger made for it may keep a parser busy.
import { readAdvisory } from '../../../disclosure/foreign-docs/read-advisory.ts';
import { answerTasks } from '../serve.ts';
import type { AdvisoryTasks } from './tasks.ts';

answerTasks<AdvisoryTasks>(
  { read: async (file) => readAdvisory(new Uint8Array(await file.arrayBuffer())) },
  () => undefined,
);
