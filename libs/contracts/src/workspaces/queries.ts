import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';

/** `GET /workspaces` */
export class ListQuery {
  /** `true`: also those that were removed. */
  @Transform(({ obj }: { obj: Record<string, unknown> }) => obj['removed'] === 'true')
  @IsBoolean()
  removed: boolean = false;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  min_position?: string;
}

/** `GET /workspaces/:id` */
export class DetailQuery {
  /** As the workspace was at this position of the log; the live columns are null then. */
  @IsOptional()
  @Matches(/^[0-9A-Za-z]{1,64}$/)
  position?: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  min_position?: string;
}

/** `DELETE /workspaces/:id` */
export class RemoveQuery {
  /** Needed when the workspace has a team. */
  @IsOptional()
  @IsIn(['true', 'false'])
  confirm?: 'true' | 'false';

  /** `true`: for good, with everything that was kept for it; also when it was removed before. */
  @IsOptional()
  @IsIn(['true', 'false'])
  purge?: 'true' | 'false';
}
