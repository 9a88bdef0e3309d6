import { plainToInstance, Transform } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';

/**
 * An object that is checked by a class of its own. Names the class itself, because `@Type` reads reflected types, which
 * browsers and agents do not have.
 */
export const Nested =
  (type: new () => object): PropertyDecorator =>
  (target, property) => {
    const made = ({ value }: { value: unknown }): unknown =>
      typeof value === 'object' ? plainToInstance(type, value) : value;
    for (const decorate of [Transform(made), ValidateNested(), IsObject()]) decorate(target, property as string);
  };
