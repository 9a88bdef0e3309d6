import { Unusable } from '../start/say.mjs';

const word = /^[a-z]{3,24}$/;
/** Words that would read as something else in paths or code. */
const reserved = new Set([
  'common',
  'helpers',
  'shared',
  'utils',
  'base',
  'engine',
  'testing',
  'events',
  'errors',
  'streams',
]);

/**
 * The five forms of a slice's name that appear in files: of the slice (usually plural) and of one thing in it.
 * @typedef {{ slice: string, Slice: string, noun: string, Noun: string, NOUN: string }} Names
 */

const capital = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} slice */
const singular = (slice) => {
  if (slice.endsWith('ies')) return `${slice.slice(0, -3)}y`;
  return slice.endsWith('s') && !slice.endsWith('ss') ? slice.slice(0, -1) : slice;
};

/**
 * @param {string | undefined} slice as typed
 * @returns {Names}
 */
export const namesOf = (slice) => {
  if (slice === undefined || !word.test(slice) || reserved.has(slice)) {
    throw new Unusable(
      `A slice is named by one lower-case word of the business, 3 to 24 letters, for example: npm run new:slice reviews${slice === undefined ? '' : ` (not "${slice}")`}`,
      2,
    );
  }
  const noun = singular(slice);
  return { slice, Slice: capital(slice), noun, Noun: capital(noun), NOUN: noun.toUpperCase() };
};

/**
 * Writes the names of this slice where the template speaks of reviews.
 * @param {string} text
 * @param {Names} names
 */
export const renamed = (text, names) => {
  /** @type {Record<string, string>} */
  const forms = {
    reviews: names.slice,
    Reviews: names.Slice,
    review: names.noun,
    Review: names.Noun,
    REVIEW: names.NOUN,
  };
  return text.replace(/reviews|Reviews|review|Review|REVIEW/g, (form) => forms[form] ?? form);
};
