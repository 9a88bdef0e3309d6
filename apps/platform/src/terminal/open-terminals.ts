import { terminalStatusAfter, type RecordedEvent, type TerminalFact } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, typesOf } from '../log/fold.js';
import { OpenEntries } from '../log/open-entries.js';

export interface OpenTerminal {
  sessionId: string;
  workspaceId: string;
  org: string;
  platform: string;
  openedAt: string;
}

/** Terminals that the log has as open, of all platforms. */
@Fold()
@Injectable()
export class OpenTerminals extends OpenEntries<OpenTerminal> {
  readonly name = 'terminals';
  readonly handles = typesOf(terminalStatusAfter);

  countOf(workspaceId: string): number {
    return this.all().filter((terminal) => terminal.workspaceId === workspaceId).length;
  }

  protected opened(event: RecordedEvent): OpenTerminal | null {
    const { type, data } = event as RecordedEvent & TerminalFact;
    if (type !== 'TerminalOpened') return null;
    const { org, recordedAt: openedAt } = event.metadata;
    return { ...data, org, openedAt };
  }

  protected idOf({ sessionId }: OpenTerminal): string {
    return sessionId;
  }
}
