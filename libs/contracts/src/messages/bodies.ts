import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** `POST /workspaces/:id/messages`: stored at once, answered later through live feed and chat. */
export class SendMessageBody {
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  text: string;

  /** Conversation within the workspace; absent: the operator's own. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(/^[\x21-\x7e]+$/, { message: 'context_id must be printable ASCII without spaces' })
  context_id?: string;
}
