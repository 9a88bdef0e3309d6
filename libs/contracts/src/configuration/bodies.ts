import { IsString, MaxLength } from 'class-validator';

/** Bytes of a configuration, as in the reference. */
export const configLimit = 262_144;

/** `PUT /workspaces/:id/config` */
export class WriteConfigBody {
  @IsString()
  @MaxLength(configLimit)
  text: string;
}
