import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** `?limit=&after=` of every list. */
export class PageQuery {
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;

  /** `next` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;

  /** Wait, at most 2 s, until the view has reached this position. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  min_position?: string;
}
