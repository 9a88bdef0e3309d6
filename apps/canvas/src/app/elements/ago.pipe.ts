import { Pipe, type PipeTransform } from '@angular/core';
import { ago } from './relative-time.js';

/** `{{ at | ago: clock.now() }}`: pure, because the time is given. */
@Pipe({ name: 'ago' })
export class AgoPipe implements PipeTransform {
  transform(at: string | null, now: number): string {
    return at === null || at === '' ? '' : ago(at, now);
  }
}
