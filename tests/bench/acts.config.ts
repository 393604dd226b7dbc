import config from '../vitest.config.ts';

/** What `acts.ts` runs: the pages need what the tests need. */
export default { ...config, test: { ...config.test, include: ['tests/bench/count-acts.ts'] } };
