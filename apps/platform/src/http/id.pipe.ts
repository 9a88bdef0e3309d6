import { GuildhallError } from '@guildhall/contracts';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';

/** An id in a path is a UUID, in lower case from here on. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUUID(value)) throw new GuildhallError('BAD_ID', { value: String(value).slice(0, 80) });
    return value.toLowerCase();
  }
}
