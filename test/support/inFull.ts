/**
 * Whether tests that have a short form run in full. `npm test` runs the short form; a kind that is
 * asked for alone (`npm run test:e2e`) and `npm run test:compat` run in full.
 */
export const IN_FULL = process.env.TESTS_IN_FULL === 'true';
