import type { Challenge } from 'altcha-lib/types';

/** The task of the worker that solves challenges: gives the proof, as a submission takes it. */
export type ProofTasks = { solve: { input: Challenge; result: string } };
