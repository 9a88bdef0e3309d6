import { IsOptional, IsString, MaxLength } from 'class-validator';

/** `GET /login` */
export class LoginQuery {
  /** Of the login link. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  token?: string;
}
