import { long } from './long.ts';
import config from './vitest.config.ts';

/** The tests that take longest: `npm run test:long`. */
export default { ...config, test: { ...config.test, include: long, exclude: [] } };
