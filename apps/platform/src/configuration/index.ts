/** What other slices may use of this one. */
export { configurationShape } from './configuration-schema.js';
export { type Configuration, readConfiguration } from './read-configuration.js';
