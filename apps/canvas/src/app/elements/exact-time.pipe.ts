import { Pipe, type PipeTransform } from '@angular/core';
import { exactTime } from './relative-time.js';

@Pipe({ name: 'exactTime' })
export class ExactTimePipe implements PipeTransform {
  transform(at: string | null): string {
    return at === null ? '' : exactTime(at);
  }
}
