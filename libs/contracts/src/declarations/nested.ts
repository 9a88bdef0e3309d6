import { IsObject, ValidateNested } from 'class-validator';

type Class<Instance extends object = object> = new () => Instance;

/** Class of each nested field, by the prototype of the class that has it. */
const nestedClasses = new WeakMap<object, Map<string, Class>>();

/**
 * Checks an object by a class of its own. `@Type` would need reflected types, and not every program that loads the
 * contracts has them.
 */
export const Nested =
  (type: Class): PropertyDecorator =>
  (target, property) => {
    const own = nestedClasses.get(target) ?? new Map<string, Class>();
    nestedClasses.set(target, own.set(property as string, type));
    for (const decorate of [ValidateNested(), IsObject()]) decorate(target, property as string);
  };

const nestedClassOf = (prototype: object | null, name: string): Class | undefined =>
  prototype === null
    ? undefined
    : (nestedClasses.get(prototype)?.get(name) ??
      nestedClassOf(Object.getPrototypeOf(prototype) as object | null, name));

const isFields = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The fields as an instance of the class that checks them. Only fields that are declared as nested are looked into: a map of
 * free keys may hold names that any object has, which a general conversion takes for something else. Such a name is
 * no field of a class; `refused` gets its path.
 */
export const instanceOf = <Instance extends object>(
  type: Class<Instance>,
  fields: object,
  refused: string[],
  path = '',
): Instance => {
  const instance = new type();
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (name in Object.prototype) {
      refused.push(`${path}${name}`);
      continue;
    }
    const nested = nestedClassOf(type.prototype as object, name);
    const converted = (one: unknown): unknown =>
      nested !== undefined && isFields(one) ? instanceOf(nested, one, refused, `${path}${name}.`) : one;
    // A list where an object is wanted is refused by its rule; what stands in it must not be touched.
    Reflect.set(instance, name, Array.isArray(value) ? value.map(converted) : converted(value));
  }
  return instance;
};
