import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** `?limit=&after=` of every list. */
export class PageQuery {
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;

  /** See `MinPosition`. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  min_position?: string;
}
