import { plainToInstance, Transform } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';

/**
 * Checks an object by a class of its own. `@Type` would need reflected types, and not every program that loads the
 * contracts has them.
 */
export const Nested =
  (type: new () => object): PropertyDecorator =>
  (target, property) => {
    const made = ({ value }: { value: unknown }): unknown =>
      typeof value === 'object' ? plainToInstance(type, value) : value;
    for (const decorate of [Transform(made), ValidateNested(), IsObject()]) decorate(target, property as string);
  };
