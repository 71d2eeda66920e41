import { checkPackage } from './check/check';

/** `npm run check-package`: looks at what would be published, with n8n's own scan too. */
export const run = () => checkPackage();
