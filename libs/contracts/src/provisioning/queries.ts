import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const Numeric = () => Transform(({ value }: { value: unknown }) => Number(value));

/** `POST /workspaces/:id/restart` */
export class RestartQuery {
  /** As `reset` in the body. */
  @IsOptional()
  @IsIn(['true', 'false'])
  reset?: 'true' | 'false';

  /** As `template` in the body. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  template?: string;

  /** As `apply_template` in the body. */
  @IsOptional()
  @IsIn(['true', 'false'])
  apply_template?: 'true' | 'false';

  /** As `rebuild_config` in the body. */
  @IsOptional()
  @IsIn(['true', 'false'])
  rebuild_config?: 'true' | 'false';
}

/** `POST /workspaces/:id/hibernate` */
export class HibernateQuery {
  /** `true`: also while it is at work. */
  @Transform(({ obj }: { obj: Record<string, unknown> }) => obj['force'] === 'true')
  @IsBoolean()
  force: boolean = false;
}

/** `GET /workspaces/:id/console` */
export class ConsoleRange {
  /** Offset in bytes; negative counts from the end. */
  @Numeric()
  @IsInt()
  @Min(-10_485_760)
  after: number = -65_536;

  /** Bytes. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(1_048_576)
  limit: number = 262_144;
}
