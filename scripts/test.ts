import { runTests } from './test/run';

/** `npm test`: the tests, kind by kind. */
export const run = (args: string[]) => runTests(args);
