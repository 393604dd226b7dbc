import { problem } from '../http/problem.ts';

/** Every other address under `/api`. */
export const ALL = () => problem('not-found');
