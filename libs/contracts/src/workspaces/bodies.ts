import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { Nested } from '../declarations/nested.js';
import { MayBeAbsent, Nullable } from '../presence.js';
import { noControlCharacters, templateName, yamlSafe } from '../text.js';
import { accesses, teamActions, tiers, workspaceLimits, type Access, type TeamAction, type Tier } from './limits.js';

const oneLine = (field: string) =>
  Matches(noControlCharacters, { message: `${field} must not contain line breaks or control characters` });
const plain = (field: string) => Matches(yamlSafe, { message: `${field} must not contain any of { } [ ] | > * & !` });

/** Position of a node on the canvas, in canvas pixels; absent or null: the layout decides. */
export class CanvasPlaceBody {
  @IsNumber()
  @Min(-1_000_000)
  @Max(1_000_000)
  x: number;

  @IsNumber()
  @Min(-1_000_000)
  @Max(1_000_000)
  y: number;
}

/** `POST /workspaces`. Names follow the reference system; `command` and `tags` are ours. */
export class CreateWorkspaceBody {
  @IsString()
  @MinLength(1)
  @MaxLength(workspaceLimits.name)
  @oneLine('name')
  @plain('name')
  name: string;

  @IsOptional()
  @IsString()
  @MaxLength(workspaceLimits.role)
  @oneLine('role')
  @plain('role')
  role?: string;

  @IsOptional()
  @IsIn(tiers)
  tier?: Tier;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(workspaceLimits.runtime)
  @oneLine('runtime')
  runtime?: string;

  /** Program of runtime `command`: message on standard input, answer on standard output. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(workspaceLimits.command)
  @oneLine('command')
  command?: string;

  @IsOptional()
  @IsString()
  @MaxLength(workspaceLimits.model)
  @oneLine('model')
  model?: string;

  /** Id of a row of `GET /templates`: gives what this body does not say, and the agent's first files. */
  @IsOptional()
  @Matches(templateName, { message: 'template must be the id of a row of GET /templates' })
  template?: string;

  /** Same as `runtime: "external"`. */
  @IsOptional()
  @IsBoolean()
  external?: boolean;

  /** Address of an external agent that already runs. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  @oneLine('workspace_dir')
  workspace_dir?: string;

  @IsOptional()
  @IsIn(accesses)
  workspace_access?: Access;

  @Nullable()
  @IsUUID()
  parent_id?: string | null;

  @IsOptional()
  @Nested(CanvasPlaceBody)
  canvas?: CanvasPlaceBody;

  /** What the agent may do, as a lead, to its whole team. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(teamActions, { each: true })
  manages_team?: TeamAction[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(workspaceLimits.tags)
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(workspaceLimits.tag, { each: true })
  tags?: string[];
}

/** `PATCH /workspaces/:id`: any of these; `parent_id` is a placement, the others are facts. `x` and `y` go together. */
export class PatchWorkspaceBody {
  @MayBeAbsent()
  @IsString()
  @MinLength(1)
  @MaxLength(workspaceLimits.name)
  @oneLine('name')
  @plain('name')
  name?: string;

  @MayBeAbsent()
  @IsString()
  @MaxLength(workspaceLimits.role)
  @oneLine('role')
  @plain('role')
  role?: string;

  @MayBeAbsent()
  @IsIn(tiers)
  tier?: Tier;

  @Nullable()
  @IsUUID()
  parent_id?: string | null;

  @MayBeAbsent()
  @IsString()
  @MinLength(1)
  @MaxLength(workspaceLimits.runtime)
  @oneLine('runtime')
  runtime?: string;

  @Nullable()
  @IsString()
  @MinLength(1)
  @MaxLength(workspaceLimits.command)
  @oneLine('command')
  command?: string | null;

  @Nullable()
  @IsString()
  @MaxLength(workspaceLimits.model)
  @oneLine('model')
  model?: string | null;

  @MayBeAbsent()
  @IsBoolean()
  collapsed?: boolean;

  @Nullable()
  @IsString()
  @MaxLength(1000)
  @oneLine('workspace_dir')
  workspace_dir?: string | null;

  @MayBeAbsent()
  @IsIn(accesses)
  workspace_access?: Access;

  @Nullable()
  @IsNumber()
  @Min(-1_000_000)
  @Max(1_000_000)
  x?: number | null;

  @Nullable()
  @IsNumber()
  @Min(-1_000_000)
  @Max(1_000_000)
  y?: number | null;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(workspaceLimits.tags)
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(workspaceLimits.tag, { each: true })
  tags?: string[];
}

/** `POST /workspaces/:id/restore`; without `parent_id` the old parent is taken. */
export class RestoreWorkspaceBody {
  @Nullable()
  @IsUUID()
  parent_id?: string | null;
}

/** `POST /workspaces/:id/undo`: the id of the event to take back. */
export class UndoBody {
  @IsUUID()
  event_id: string;
}

/** Fields of the reference that later slices bring; until then they are refused with `NOT_YET`, never ignored. */
export const notYetWorkspaceFields = ['budget_limit', 'secrets', 'max_concurrent_tasks', 'initial_memories'] as const;
