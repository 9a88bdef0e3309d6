import {
  fileChangeStatusAfter,
  type DataOf,
  type FileFact,
  type fileEvents,
  type JsonObject,
  type RecordedEvent,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, typesOf, type LogFold } from '../../log/fold.js';

export interface OpenFileChange extends DataOf<(typeof fileEvents)['FileChangeBegun']> {
  org: string;
  correlationId: string;
  begunAt: string;
}

/** Changes of files that were begun and have no outcome yet. */
@Fold()
@Injectable()
export class OpenFileChanges implements LogFold {
  readonly name = 'file-changes';
  readonly version = 1;
  readonly handles = typesOf(fileChangeStatusAfter);
  private readonly open = new Map<string, OpenFileChange>();

  all(): OpenFileChange[] {
    return [...this.open.values()];
  }

  apply(event: RecordedEvent): void {
    const { type, data } = event as RecordedEvent & FileFact;
    if (type !== 'FileChangeBegun') return void this.open.delete(data.changeId);
    const { org, $correlationId: correlationId, recordedAt: begunAt } = event.metadata;
    this.open.set(data.changeId, { ...data, org, correlationId, begunAt });
  }

  toJson(): JsonObject {
    return { open: this.all() as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const change of json['open'] as unknown as OpenFileChange[]) this.open.set(change.changeId, change);
  }
}
