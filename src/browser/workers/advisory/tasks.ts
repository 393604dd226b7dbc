import type { Advisory } from '../../../disclosure/foreign-docs/advisory.ts';

/** The task of the worker that reads documents about weak spots: null for a file that is none. */
export type AdvisoryTasks = { read: { input: Blob; result: Advisory | null } };
