const hits = /Cache:\s+(\d+)\/(\d+) hit/;
const failures = /Failed tasks:\s*\n((?:\s*- \S+\s*\n)+)/;

/**
 * Nx keeps failures in its cache too. One that came from a full disk or a taken port would be reported again forever,
 * so a failure that was not executed now has to be tried for real.
 * @param {string} output of `nx run-many` without colours
 */
export const isReplayedFailure = (output) => {
  const [, hit = '0', all = '0'] = hits.exec(output) ?? [];
  const failed = failures.exec(output)?.[1]?.match(/- \S+/g)?.length ?? 0;
  return failed > Number(all) - Number(hit);
};
