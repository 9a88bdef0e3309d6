import { Pipe, type PipeTransform } from '@angular/core';
import { grouped } from './relative-time.js';

@Pipe({ name: 'grouped' })
export class GroupedPipe implements PipeTransform {
  transform(value: number): string {
    return grouped(value);
  }
}
