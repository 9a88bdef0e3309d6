/**
 * @typedef {import('./figure.mjs').Figure} Figure
 * @typedef {{ figure: Figure, counted: import('./figure.mjs').Counted }} Row
 * @typedef {Record<string, number>} Limits by key of the figure: what is wanted, or what was counted last where that is not met yet
 */

/**
 * A sentence for each figure that got worse.
 * @param {readonly Row[]} rows
 * @param {Limits} limits
 * @returns {string[]}
 */
export const worseFigures = (rows, limits) =>
  rows.flatMap(({ figure: { key, title, advice }, counted: { value, where } }) => {
    const limit = limits[key];
    if (limit === undefined) return [`${title}: tools/shape/limits.json has no limit "${key}"; add it.`];
    if (value <= limit) return [];
    const places = where.map((place) => `\n    ${place}`).join('');
    return [`${title}: ${value}, at most ${limit}. ${advice}${places}`];
  });

/**
 * A sentence for each limit that may be lowered, so that the next change cannot spend what this one saved.
 * @param {readonly Row[]} rows
 * @param {Limits} limits
 * @returns {string[]}
 */
export const looseLimits = (rows, limits) =>
  rows.flatMap(({ figure: { key, wanted }, counted: { value } }) => {
    const lowest = Math.max(value, wanted);
    return lowest < (limits[key] ?? lowest) ? [`Lower "${key}" in tools/shape/limits.json to ${lowest}.`] : [];
  });

/** @param {readonly Row[]} rows */
export const table = (rows) => {
  const widest = Math.max(...rows.map(({ figure }) => figure.title.length));
  return rows.map(({ figure: { title, wanted }, counted: { value } }) => {
    const verdict = value <= wanted ? 'as wanted' : `wanted: ${wanted}`;
    return `${title.padEnd(widest)}  ${String(value).padStart(4)}  ${verdict}`;
  });
};
