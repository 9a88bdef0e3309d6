/** Id of the workspace whose node an event came from; null: from none. */
export const nodeAt = ({ target }: Event): string | null =>
  (target as Element).closest('[data-node]')?.getAttribute('data-node') ?? null;
