import { Pipe, type PipeTransform } from '@angular/core';
import { lasting } from './relative-time.js';

/** `{{ since | lasting: clock.now() }}`: pure, because the time is given. */
@Pipe({ name: 'lasting' })
export class LastingPipe implements PipeTransform {
  transform(since: string, now: number): string {
    return lasting(since, now);
  }
}
