/**
 * @typedef {{ name: string, status: string, assertionResults: { status: string }[] }} SpecFile `name`: absolute path
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { silent: string[] }} Summary `silent`: folders of projects that executed no test
 */

const skippedStates = new Set(['pending', 'skipped', 'todo', 'disabled']);

/**
 * @param {SpecFile} file
 * @returns {Counts}
 */
const countsOf = ({ status, assertionResults }) => {
  const count = (/** @type {(status: string) => boolean} */ is) =>
    assertionResults.filter((result) => is(result.status)).length;
  const failed = count((state) => state === 'failed');
  // A file that could not be loaded, or whose last hook failed, has no failed test of its own.
  const failedItself = status === 'failed' && failed === 0 ? 1 : 0;
  return {
    passed: count((state) => state === 'passed'),
    failed: failed + failedItself,
    skipped: count((state) => skippedStates.has(state)),
  };
};

/**
 * The project whose folder is the longest that holds the file.
 * @param {string} path
 * @param {readonly string[]} folders absolute
 */
const ownerOf = (path, folders) =>
  folders
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)
    .at(0);

/**
 * Adds up what Jest wrote with `--json`. A project that executed nothing counts as one failure.
 * @param {readonly SpecFile[]} files
 * @param {readonly string[]} folders of every project that has tests, absolute
 * @returns {Summary}
 */
export const summarise = (files, folders) => {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const reporting = new Set();
  for (const file of files) {
    const { passed, failed, skipped } = countsOf(file);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    if (passed + failed > 0) reporting.add(ownerOf(file.name, folders));
  }
  const silent = folders.filter((folder) => !reporting.has(folder));
  return { ...sum, failed: sum.failed + silent.length, silent };
};
