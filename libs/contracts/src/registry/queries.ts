import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const Numeric = () => Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : Number(value)));

/** `GET /workspaces/:id/state` */
export class PollQuery {
  /** `cursor` of the poll before; absent: from now on. */
  @IsOptional()
  @Numeric()
  @IsInt()
  @Min(0)
  after?: number;

  @Numeric()
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}

/** `GET /registry/:id/peers` */
export class PeersQuery {
  /** Part of the name or role, in any letter case. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  q?: string;
}
