import config from './vitest.config.ts';

/** The tests with other people's OpenPGP tools: `npm run test:interop`. */
export default { ...config, test: { ...config.test, include: ['tests/interop/**/*.test.ts'], exclude: [] } };
