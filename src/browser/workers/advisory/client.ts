import type { Advisory } from '../../../disclosure/foreign-docs/advisory.ts';
import { createWorkerClient } from '../client.ts';
import type { AdvisoryTasks } from './tasks.ts';
import advisoryWorker from './worker.ts?worker&url';

/** How long the worker may take over one file, in ms; the largest that it reads takes an honest one a fraction of it. */
const PATIENCE = 5_000;

const { ask } = createWorkerClient<AdvisoryTasks>(advisoryWorker, { patience: { read: PATIENCE } });

/** A file of a stranger's as a summary; null where it is no CSAF document and no OSV record, or takes too long to read. */
export function summaryOf(file: Blob): Promise<Advisory | null> {
  return ask('read', file).catch(() => null);
}
