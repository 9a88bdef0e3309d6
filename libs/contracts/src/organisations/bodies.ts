import { IsNumber, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { noControlCharacters } from '../text.js';

export class RenameOrganisationBody {
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  @Matches(noControlCharacters, { message: 'name must not contain line breaks or control characters' })
  name: string;
}

/** Canvas viewport that everyone shares: pan in pixels, zoom as a factor. */
export class ViewportBody {
  @IsNumber()
  @Min(-1_000_000)
  @Max(1_000_000)
  x: number;

  @IsNumber()
  @Min(-1_000_000)
  @Max(1_000_000)
  y: number;

  @IsNumber()
  @Min(0.05)
  @Max(10)
  zoom: number;
}
