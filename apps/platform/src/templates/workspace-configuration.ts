import type { JsonObject } from '@guildhall/contracts';
import { Document, parseDocument } from 'yaml';

/** A `config.yaml` with other values for some of its keys; what it says besides, and its comments, stay. Undefined keeps a key. */
export const withValues = (text: string, values: JsonObject): string => {
  const parsed = parseDocument(text, { logLevel: 'silent' });
  const document = parsed.contents === null ? new Document({}) : parsed;
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (value === null) document.delete(key);
    else document.set(key, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
};
