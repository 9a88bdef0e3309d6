/**
 * Requests to one operation, by what the platform itself counted.
 * @typedef {{ requests: number, taken: number }} Reached `taken`: answered with 2xx or 3xx
 */

const count = /^guildhall_http_request_duration_seconds_count\{method="(\w+)",route="([^"]*)",status="(\d+)"\} (\d+)/gm;

/** The path of the document in the notation of the routes. @param {string} path */
const routeOf = (path) => path.replaceAll(/\{(\w+)\}/g, (_whole, name) => (name === 'path' ? '*' : `:${name}`));

/**
 * @param {string} metrics text of `/metrics`
 * @param {{ paths: Record<string, Record<string, unknown>> }} document OpenAPI
 * @returns {Map<string, Reached>} operation such as `GET /workspaces/{id}` → what reached it
 */
export const reachedOperations = (metrics, document) => {
  const byRoute = new Map();
  for (const [, method, route, status, number] of metrics.matchAll(count)) {
    const key = `${method} ${route}`;
    const { requests, taken } = byRoute.get(key) ?? { requests: 0, taken: 0 };
    byRoute.set(key, {
      requests: requests + Number(number),
      taken: taken + (Number(status) < 400 ? Number(number) : 0),
    });
  }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  return new Map(
    operations.map(({ method, path }) => [
      `${method} ${path}`,
      byRoute.get(`${method} ${routeOf(path)}`) ?? { requests: 0, taken: 0 },
    ]),
  );
};

/**
 * @param {ReadonlyMap<string, Reached>} first
 * @param {ReadonlyMap<string, Reached>} second
 * @returns {Map<string, Reached>} both together
 */
export const together = (first, second) =>
  new Map(
    [...new Set([...first.keys(), ...second.keys()])].map((operation) => {
      const [one, other] = [first.get(operation), second.get(operation)];
      const requests = (one?.requests ?? 0) + (other?.requests ?? 0);
      return [operation, { requests, taken: (one?.taken ?? 0) + (other?.taken ?? 0) }];
    }),
  );
