import { findingContract } from './finding.suite.js';
import { placesContract } from './places.suite.js';
import type { OpenReadStore } from './stage.suite.js';
import { writingContract } from './writing.suite.js';

/** The behaviour of every read store. */
export const readStoreContract = (name: string, open: OpenReadStore): void => {
  writingContract(name, open);
  placesContract(name, open);
  findingContract(name, open);
};
