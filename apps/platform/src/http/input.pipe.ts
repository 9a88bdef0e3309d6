import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { checkedBody, checkedQuery } from './validation/checked-input.js';

const plain: readonly unknown[] = [String, Number, Boolean, Array, Object];

/** Checks the bodies and queries of routes against the classes of their parameters. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || type === 'param' || metatype === undefined || plain.includes(metatype)) return value;
    const contract = metatype as new () => object;
    return type === 'query' ? checkedQuery(contract, value as object) : checkedBody(contract, value);
  }
}
