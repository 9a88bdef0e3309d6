/**
 * @typedef {{ method: string, path: string, permission: string, summary: string }} Route
 * @typedef {Record<string, readonly string[]>} Holders
 */

/**
 * `docs/reference/permissions.md`: which permission each route needs, and who holds it.
 * @param {Record<string, Record<string, Route>>} routes
 * @param {Holders} permissionsOf
 */
export const permissionsPage = (routes, permissionsOf) => {
  const all = Object.values(routes).flatMap((slice) => Object.values(slice));
  const sorted = all.sort((one, other) => (`${one.path} ${one.method}` < `${other.path} ${other.method}` ? -1 : 1));
  const holders = (/** @type {string} */ permission) =>
    Object.keys(permissionsOf).filter((kind) => permissionsOf[kind]?.includes(permission));
  return [
    '# Permissions',
    '',
    'Generated from the routes in `libs/contracts` by `node tools/docs/references.mjs`; do not edit by hand.',
    '',
    'Every request needs the permission of its route; `public` needs no credential. A workspace token holds its',
    'permissions for its own workspace only, unless an operator granted it more.',
    '',
    '| Route | Permission | Held by | What it does |',
    '|---|---|---|---|',
    ...sorted.map(
      ({ method, path, permission, summary }) =>
        `| \`${method} ${path}\` | \`${permission}\` | ${holders(permission).join(', ')} | ${summary} |`,
    ),
    '',
  ].join('\n');
};
