import type { JsonObject, RecordedEvent, TemplateFact } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../log/fold.js';

/** Ids of the workspace templates that people imported, by organisation. */
@Fold()
@Injectable()
export class ImportedTemplates implements LogFold {
  readonly name = 'imported-templates';
  readonly version = 1;
  readonly handles = ['TemplateImported'] as const;

  private readonly ids = new Map<string, Set<string>>();

  of(org: string): string[] {
    return [...(this.ids.get(org) ?? [])].sort();
  }

  apply(event: RecordedEvent): void {
    const { type, data } = event as RecordedEvent & TemplateFact;
    if (type !== 'TemplateImported' || data.origin !== 'person') return;
    const ids = this.ids.get(event.metadata.org) ?? new Set();
    this.ids.set(event.metadata.org, ids.add(data.templateId));
  }

  toJson(): JsonObject {
    return Object.fromEntries([...this.ids].map(([org, ids]) => [org, [...ids]]));
  }

  fromJson(json: JsonObject): void {
    for (const [org, ids] of Object.entries(json)) this.ids.set(org, new Set(ids as string[]));
  }
}
