import { terminalStatusAfter, type JsonObject, type RecordedEvent, type TerminalFact } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, typesOf, type LogFold } from '../log/fold.js';

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
export class OpenTerminals implements LogFold {
  readonly name = 'terminals';
  readonly version = 1;
  readonly handles = typesOf(terminalStatusAfter);
  private readonly open = new Map<string, OpenTerminal>();

  all(): OpenTerminal[] {
    return [...this.open.values()];
  }

  countOf(workspaceId: string): number {
    return this.all().filter((terminal) => terminal.workspaceId === workspaceId).length;
  }

  apply(event: RecordedEvent): void {
    const { type, data } = event as RecordedEvent & TerminalFact;
    if (type !== 'TerminalOpened') return void this.open.delete(data.sessionId);
    const { org, recordedAt: openedAt } = event.metadata;
    this.open.set(data.sessionId, { ...data, org, openedAt });
  }

  toJson(): JsonObject {
    return { open: this.all() as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const terminal of json['open'] as unknown as OpenTerminal[]) this.open.set(terminal.sessionId, terminal);
  }
}
