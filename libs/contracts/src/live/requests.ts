import { IsIn, IsNumber, IsString, IsUUID, Max, MaxLength, Min, MinLength, ValidateIf } from 'class-validator';
import type { Position } from '../ids.js';
import { Nested } from '../declarations/nested.js';
import { MayBeAbsent } from '../presence.js';

export type LiveScope =
  { kind: 'organisation' } | { kind: 'workspace'; id: string } | { kind: 'delegation'; id: string };

class ScopeFields {
  @IsIn(['organisation', 'workspace', 'delegation'])
  kind: LiveScope['kind'];

  @ValidateIf(({ kind }: ScopeFields) => kind !== 'organisation')
  @IsUUID()
  id?: string;
}

/** → `unsubscribe` and `replay:stop` */
export class SubscriptionRequest {
  /** The client's own id for this subscription. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  sub: string;
}

/** → `subscribe` */
export class SubscribeRequest extends SubscriptionRequest {
  @Nested(ScopeFields)
  scope: LiveScope;

  @MayBeAbsent()
  @IsString()
  from?: Position;

  @MayBeAbsent()
  @IsNumber()
  foldVersion?: number;

  @MayBeAbsent()
  @IsString()
  logId?: string;
}

/** → `ack`: everything up to `to` is applied. */
export class AckRequest extends SubscriptionRequest {
  @IsString()
  to: Position;
}

/** → `replay`: paced by recorded time times `speed`; pauses longer than `idleMs` are shortened to it (default 2 000). */
export class ReplayRequest extends SubscriptionRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  from: Position;

  @IsString()
  @MinLength(1)
  @MaxLength(100)
  to: Position;

  @IsNumber()
  @Min(0.1)
  @Max(1_000)
  speed: number;

  @MayBeAbsent()
  @IsNumber()
  idleMs?: number;
}
