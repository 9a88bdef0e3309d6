import type { DataOf, FileFact, fileEvents, JsonObject, RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../../log/fold.js';

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
  readonly handles = ['FileChangeBegun', 'FileWritten', 'FileDeleted', 'FilesReplaced', 'FileChangeFailed'] as const;
  private readonly open = new Map<string, OpenFileChange>();

  all(): OpenFileChange[] {
    return [...this.open.values()];
  }

  apply(event: RecordedEvent): void {
    const { type, data } = event as RecordedEvent & FileFact;
    switch (type) {
      case 'FileChangeBegun': {
        const { org, $correlationId: correlationId, recordedAt: begunAt } = event.metadata;
        return void this.open.set(data.changeId, { ...data, org, correlationId, begunAt });
      }
      case 'FileWritten':
      case 'FileDeleted':
      case 'FilesReplaced':
      case 'FileChangeFailed':
        return void this.open.delete(data.changeId);
    }
  }

  toJson(): JsonObject {
    return { open: this.all() as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const change of json['open'] as unknown as OpenFileChange[]) this.open.set(change.changeId, change);
  }
}
