/** Items that are looked at together; a whole installation is done page by page without a pause. */
export const pageSize = 500;

/** Acts on all items, those of one page beside each other. */
export const inPages = async <T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> => {
  for (let start = 0; start < items.length; start += pageSize)
    await Promise.all(items.slice(start, start + pageSize).map(act));
};
