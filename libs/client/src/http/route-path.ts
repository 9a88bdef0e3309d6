import type { QueryValues } from './route-input.js';

const queryString = (query: QueryValues): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
};

/** Fills the parameters of a route's path and adds the query. `*` stands for the rest of the path, so its slashes stay. */
export const routePath = (path: string, input: Readonly<Record<string, unknown>>, query: QueryValues = {}): string => {
  const filled = path.split('/').map((part) => {
    if (part === '*') return String(input['path']).split('/').map(encodeURIComponent).join('/');
    return part.startsWith(':') ? encodeURIComponent(String(input[part.slice(1)])) : part;
  });
  return filled.join('/') + queryString(query);
};
