import {
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { JsonObject } from '../json.js';

/** `POST /registry/register` */
export class RegisterAgentBody {
  @IsUUID()
  id: string;

  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url: string;

  @IsObject()
  agent_card: JsonObject;
}

/** `POST /registry/heartbeat`: telemetry, never an event. */
export class HeartbeatBody {
  @IsUUID()
  workspace_id: string;

  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  error_rate?: number;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  sample_error?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  active_tasks?: number;

  @IsOptional()
  @IsNumber()
  @Min(0)
  uptime_seconds?: number;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  current_task?: string;

  /** Self-reported; shown nowhere, counted nowhere: budgets are a slice of their own. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  monthly_spend?: number;

  @IsOptional()
  @IsIn(['', 'wedged'])
  runtime_state?: '' | 'wedged';

  @IsOptional()
  @IsObject()
  runtime_metadata?: JsonObject;
}

/** `POST /registry/update-card` */
export class UpdateCardBody {
  @IsUUID()
  workspace_id: string;

  @IsObject()
  agent_card: JsonObject;
}

/** `POST /registry/check-access` */
export class CheckAccessBody {
  @IsUUID()
  caller_id: string;

  @IsUUID()
  target_id: string;
}
