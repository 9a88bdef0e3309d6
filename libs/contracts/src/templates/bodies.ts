import { IsBoolean, IsObject, IsOptional, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { templateName } from '../text.js';

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
