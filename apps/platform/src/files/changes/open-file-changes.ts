import {
  fileChangeStatusAfter,
  type DataOf,
  type FileFact,
  type fileEvents,
  type RecordedEvent,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, typesOf } from '../../log/fold.js';
import { OpenEntries } from '../../log/open-entries.js';

export interface OpenFileChange extends DataOf<(typeof fileEvents)['FileChangeBegun']> {
  org: string;
  correlationId: string;
  begunAt: string;
}

/** Changes of files that were begun and have no outcome yet. */
@Fold()
@Injectable()
export class OpenFileChanges extends OpenEntries<OpenFileChange> {
  readonly name = 'file-changes';
  readonly handles = typesOf(fileChangeStatusAfter);

  protected opened(event: RecordedEvent): OpenFileChange | null {
    const { type, data } = event as RecordedEvent & FileFact;
    if (type !== 'FileChangeBegun') return null;
    const { org, $correlationId: correlationId, recordedAt: begunAt } = event.metadata;
    return { ...data, org, correlationId, begunAt };
  }

  protected idOf({ changeId }: OpenFileChange): string {
    return changeId;
  }
}
