import { IsBoolean, IsOptional, Matches } from 'class-validator';

/** `POST /org/import` */
export class ImportOrganisationBody {
  /** Of a row of `GET /org/templates`. */
  @Matches(/^[a-z0-9][a-z0-9-]{0,127}$/, { message: 'dir must be the dir of a row of GET /org/templates' })
  dir: string;

  /** Also without the environment that it asks for. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}
