import { IsInt, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { terminalLimits } from './protocol.js';

/** Size of a terminal in characters. */
export class TerminalSize {
  @IsInt()
  @Min(1)
  @Max(terminalLimits.columns)
  columns: number;

  @IsInt()
  @Min(1)
  @Max(terminalLimits.rows)
  rows: number;
}

/** → `open`, acknowledged with `TerminalAnswer`. */
export class OpenTerminalRequest extends TerminalSize {
  @IsUUID()
  workspaceId: string;
}

const maximumSessionId = 100;

/** → `resize` */
export class ResizeTerminalRequest extends TerminalSize {
  @IsString()
  @MaxLength(maximumSessionId)
  session: string;
}

/** → `close` */
export class CloseTerminalRequest {
  @IsString()
  @MaxLength(maximumSessionId)
  session: string;
}

/** → `input` */
export class TerminalInputRequest extends CloseTerminalRequest {
  @IsString()
  @MaxLength(terminalLimits.input)
  data: string;
}
