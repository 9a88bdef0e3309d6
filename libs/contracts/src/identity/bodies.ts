import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { noControlCharacters } from '../text.js';

/** `POST /workspaces/:id/tokens` */
export class IssueTokenBody {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @Matches(noControlCharacters, { message: 'name must not contain line breaks or control characters' })
  name?: string;
}
