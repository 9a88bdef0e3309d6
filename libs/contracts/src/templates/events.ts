import { defineEvent, type FactOf } from '../declarations/event.js';
import { quoted } from '../declarations/sentence.js';
import type { WrittenFile } from '../files/events.js';
import type { Id } from '../ids.js';
import type { PersonText } from '../text.js';

/** Stream `template-<UUIDv5(org, id)>`. The contents of the files are blobs, found by their digest. */
export const templateEvents = {
  /** `origin`: a person imported it, or it was made from an organisation's template for one of its workspaces. */
  TemplateImported: defineEvent<{
    templateId: Id;
    name: PersonText;
    origin: 'person' | 'organisation';
    files: WrittenFile[];
  }>()('TemplateImported', {
    permission: 'organisation.read',
    scope: ['organisation'],
    sentence: ({ name }) => `Imported the template ${quoted(name)}`,
  }),
} as const;

export type TemplateFact = FactOf<(typeof templateEvents)[keyof typeof templateEvents]>;
