import { defineEvent, type FactOf } from '../events/declaration.js';
import type { WrittenFile } from '../files/events.js';

/** Stream `template-<UUIDv5(org, id)>`. The content of the files is in blobs by their digest. */
export const templateEvents = {
  /** `origin`: a person brought it, or it was made of an organisation's template for one of its workspaces. */
  TemplateImported: defineEvent<{
    templateId: string;
    name: string;
    origin: 'person' | 'organisation';
    files: WrittenFile[];
  }>()('TemplateImported', { permission: 'organisation.read', scope: ['organisation'] }),
} as const;

export type TemplateFact = FactOf<(typeof templateEvents)[keyof typeof templateEvents]>;
