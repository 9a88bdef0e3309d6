import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { instantForm } from '../instant.js';

/** `GET /history` */
export class HistoryQuery {
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;

  /** `next` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;

  @IsIn(['asc', 'desc'])
  direction: 'asc' | 'desc' = 'asc';

  /** Only what concerns this workspace or, at the time, its team. */
  @IsOptional()
  @IsUUID()
  workspace?: string;

  /** Event types, separated by commas. */
  @IsOptional()
  @Matches(/^[A-Za-z]+(,[A-Za-z]+)*$/)
  @MaxLength(1000)
  type?: string;

  /** Only events up to this ordinal. */
  @IsOptional()
  @IsInt()
  @Min(1)
  up_to?: number;
}

/** `GET /history/state`: one of the three names of a moment; none: now. */
export class StateQuery {
  @IsOptional()
  @Matches(/^[0-9A-Za-z]{1,64}$/)
  position?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  ordinal?: number;

  @IsOptional()
  @Matches(instantForm, { message: 'at must look like 2026-12-01T13:19:14.060Z or 2026-12-01T15:19:14+02:00' })
  at?: string;
}

/** `GET /history/range` */
export class RangeQuery {
  @IsInt()
  @Min(1)
  @Max(500)
  buckets: number = 120;
}
