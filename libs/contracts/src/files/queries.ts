import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { fileLimits } from './limits.js';

/** The folders of an agent: its configuration, its work, its home and its plugins. */
export type FileRoot = 'configs' | 'workspace' | 'home' | 'plugins';

/** `?root=` of every route of files. */
export class RootQuery {
  /** A `FileRoot`, or its path in a container such as `/configs`; absent: `configs`. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  root?: string;
}

export class ListFilesQuery extends RootQuery {
  /** Folder below the root; absent: the root. */
  @IsOptional()
  @IsString()
  path?: string;

  /** Levels. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(fileLimits.depth)
  depth?: number;
}

export class ArchiveQuery extends RootQuery {
  /** File or folder below the root; absent: all of it. */
  @IsOptional()
  @IsString()
  path?: string;
}

export class DownloadQuery {
  /** Absolute, as the agent sees it: `/workspace/report.pdf`. */
  @IsString()
  path: string;
}
