type Kind = 'text' | 'line' | 'integer' | 'number' | 'flag' | 'texts' | 'variables' | 'any';

/** Every item of the list has that shape; a function, so that a shape can hold itself. */
export class ListOf {
  constructor(readonly item: () => Shape) {}
}
/** What `kind` allows, and this as well; `words`: what is wanted, for people. */
export class Limited {
  constructor(
    readonly kind: Kind,
    readonly words: string,
    readonly allows: (value: unknown) => boolean,
  ) {}
}
export const oneOf = (known: readonly (string | number)[]): Limited =>
  new Limited('any', `one of ${known.join(', ')}`, (value) => known.some((each) => each === value));
export const someOf = (known: readonly string[]): Limited =>
  new Limited('texts', `a list of ${known.join(', ')}`, (value) =>
    (value as string[]).every((each) => known.includes(each)),
  );
/** It has to be there. */
export class Needed {
  constructor(readonly shape: Shape) {}
}

/** What a value must be; an object: its known keys. */
export type Shape = Kind | ListOf | Limited | Needed | { readonly [key: string]: Shape };

/** Called with everything that does not fit; `unknown`: there is no such key. */
export type Report = (path: string, problem: string, kind: 'misfit' | 'missing' | 'unknown') => void;

const words: Record<Kind, string> = {
  text: 'a text',
  line: 'a text on one line',
  integer: 'a whole number',
  number: 'a number',
  flag: 'true or false',
  texts: 'a list of texts',
  variables: 'a list of names such as API_KEY, or of any_of: [API_KEY, OTHER_KEY]',
  any: 'anything',
};

const variable = /^[A-Z][A-Z0-9_]{0,127}$/;
const areVariables = (value: unknown): boolean =>
  Array.isArray(value) && value.every((name) => typeof name === 'string' && variable.test(name));
const isNeed = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return areVariables([value]);
  const names = (value as { any_of?: unknown }).any_of;
  return Object.keys(value).join() === 'any_of' && areVariables(names) && (names as unknown[]).length > 0;
};

const fits: Record<Kind, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  line: (value) => typeof value === 'string' && value !== '' && !/[\u0000-\u001f\u007f]/.test(value),
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  flag: (value) => typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  variables: (value) => Array.isArray(value) && value.every(isNeed),
  any: () => true,
};

/** Compares data with a shape; what is absent or null fits all but what is needed. `path`: of the data, '' for the whole. */
export const checkShape = (data: unknown, shape: Shape, path: string, report: Report): void => {
  const wanted = shape instanceof Needed ? shape.shape : shape;
  if (data === undefined || data === null) {
    if (wanted !== shape) report(path, 'it must be there', 'missing');
  } else if (wanted instanceof ListOf) checkList(data, wanted, path, report);
  else if (wanted instanceof Limited) {
    const isFit = fits[wanted.kind](data) && wanted.allows(data);
    if (!isFit) report(path, `it must be ${wanted.words}`, 'misfit');
  } else if (typeof wanted === 'string') {
    if (!fits[wanted](data)) report(path, `it must be ${words[wanted]}`, 'misfit');
  } else checkMap(data, wanted as { readonly [key: string]: Shape }, path, report);
};

const checkList = (data: unknown, { item }: ListOf, path: string, report: Report): void => {
  if (!Array.isArray(data)) return report(path, 'it must be a list', 'misfit');
  data.forEach((each, index) => checkShape(each ?? {}, item(), `${path}[${index}]`, report));
};

const checkMap = (data: unknown, shape: { readonly [key: string]: Shape }, path: string, report: Report): void => {
  if (typeof data !== 'object' || Array.isArray(data))
    return report(path, 'it must be a map of keys and values', 'misfit');
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const known = Object.keys(shape);
  for (const key of Object.keys(data as object))
    if (!Object.hasOwn(shape, key)) report(at(key), `it is not known here; known are ${known.join(', ')}`, 'unknown');
  for (const key of known) checkShape((data as Record<string, unknown>)[key], shape[key] as Shape, at(key), report);
};
