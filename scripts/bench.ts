import { runBench } from '../bench/run';

export const run = runBench;
