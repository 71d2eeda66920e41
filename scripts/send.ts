import { send } from './send/run';

/** `npm run send`: sends deliveries to a trigger's URL, as the services send them. */
export const run = (args: string[]) => send(args);
