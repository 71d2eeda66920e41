import type { Instance } from '../../../scripts/n8n/instance';

/** jest loads set-up and teardown apart from each other, in one process. */
const holder = globalThis as typeof globalThis & { sharedN8n?: { instance?: Instance } };

export const sharedN8n = (holder.sharedN8n ??= {});
