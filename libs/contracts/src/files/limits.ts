/** Limits of files that go through the platform; sizes in bytes. */
export const fileLimits = {
  /** Read or written as JSON. */
  jsonFile: 5 * 1_048_576,
  /** Body of a request that carries files as JSON: text may need an escape for every byte. */
  jsonBody: 11 * 1_048_576,
  /** Files of one replacement. */
  replaced: 200,
  /** All paths of one replacement together: one event holds them. */
  replacedPaths: 24_576,
  uploadedFile: 25 * 1_048_576,
  uploadRequest: 50 * 1_048_576,
  /** Files of one upload. */
  uploads: 50,
  download: 50 * 1_048_576,
  /** All files of one archive together. */
  archive: 256 * 1_048_576,
  /** Entries of one list, and of one archive. */
  entries: 5_000,
  /** Levels of one list. */
  depth: 5,
} as const;
