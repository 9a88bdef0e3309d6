import { fileURLToPath } from 'node:url';

/** Folder of the templates that come with Guildhall. */
export const firstPartyTemplates = fileURLToPath(new URL('../../../../templates', import.meta.url));
