import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';

/** `POST /workspaces/:id/restart` */
export class RestartBody {
  /** Template whose files are written to the agent's configuration again. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  template?: string;

  /** As `template` with the one that the workspace was made from. */
  @IsOptional()
  @IsBoolean()
  apply_template?: boolean;

  /** The reference's other word for `apply_template`. */
  @IsOptional()
  @IsBoolean()
  rebuild_config?: boolean;

  /** Without what the session before left in the agent's home. */
  @IsOptional()
  @IsBoolean()
  reset?: boolean;
}
