import { serve } from './start/serve';

/** `npm start`: a local n8n with this clone's triggers, ready to receive an event. */
export const run = (args: string[]) => serve(args);
