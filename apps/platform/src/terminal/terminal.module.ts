import { Module } from '@nestjs/common';
import { FilesModule } from '../files/index.js';
import { AbandonedTerminals } from './abandoned-terminals.reactor.js';
import { OpenTerminals } from './open-terminals.js';
import { TerminalClosings } from './session/terminal-closings.js';
import { TerminalEngines } from './session/terminal-engines.js';
import { TerminalGateway } from './terminal.gateway.js';
import { TerminalLimit } from './session/terminal-limit.js';
import { TerminalRecord } from './terminal-record.js';
import { TerminalSessions } from './session/terminal-sessions.js';

@Module({
  imports: [FilesModule],
  providers: [
    AbandonedTerminals,
    OpenTerminals,
    TerminalClosings,
    TerminalEngines,
    TerminalGateway,
    TerminalLimit,
    TerminalRecord,
    TerminalSessions,
  ],
})
export class TerminalModule {}
