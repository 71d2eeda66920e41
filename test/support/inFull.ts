/**
 * Whether tests that have a short form run in full: in `npm test` they run in short, with their kind
 * asked for by itself (`npm run test:e2e`), and on each n8n version, in full.
 */
export const IN_FULL = process.env.TESTS_IN_FULL === 'true';
