import { IsBoolean, IsObject, IsOptional, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';

/** Most files of a workspace template, and bytes of all of them. */
export const templateLimits = { files: 200, bytes: 10_485_760 } as const;

/** Names of templates: of the folders they lie in, and those that are made for imported ones. */
export const templateName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** `POST /org/import`: exactly one of `dir` and `template`. */
export class ImportOrganisationBody {
  /** Of a row of `GET /org/templates`. */
  @ValidateIf(({ dir, template }: ImportOrganisationBody) => dir !== undefined || template === undefined)
  @Matches(templateName, { message: 'dir must be the dir of a row of GET /org/templates' })
  dir?: string;

  /** The content of an `org.yaml` as JSON; it cannot refer to files. */
  @IsOptional()
  @IsObject()
  template?: Record<string, unknown>;

  /** Also without the environment that it asks for. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

/** `POST /templates/import` */
export class ImportTemplateBody {
  /** Its id is made of it: lower-case letters, digits and hyphens. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  /** Text of each file by its path; without a `config.yaml` a small one is made. */
  @IsObject()
  files: Record<string, string>;
}
