import { IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { fileLimits } from './limits.js';

export const fileEncodings = ['utf-8', 'base64'] as const;
export type FileEncoding = (typeof fileEncodings)[number];

/** `PUT /workspaces/:id/files/*path` */
export class WriteFileBody {
  /** At most 5 MiB when decoded. */
  @IsString()
  @MaxLength(fileLimits.jsonBody)
  content: string;

  /** Of `content`; text when absent. */
  @IsOptional()
  @IsIn(fileEncodings)
  encoding?: FileEncoding;
}

/** `PUT /workspaces/:id/files`: everything below the root becomes exactly this. */
export class ReplaceFilesBody {
  /** Content as text by path; a binary file as `{ content, encoding: "base64" }`. At most 200. */
  @IsObject()
  files: Record<string, string | WriteFileBody>;
}
