import type { ViewDirectory } from '@guildhall/read-store';

/** Milliseconds for which the name of an active copy is kept. */
const keptMs = 1_000;

/**
 * The copies that serve the views, asked for at most once a second each. A kept name may be that of a copy that was
 * dropped meanwhile, which reads as empty: `read` asks again before it believes that nothing is there.
 */
export class ActiveCopies {
  private readonly kept = new Map<string, { copy: Promise<string | null>; askedAt: number }>();

  constructor(
    private readonly directory: Pick<ViewDirectory, 'activeCollection'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Reads from the active copy. `isNothing` tells an answer that a dropped copy gives, too. Null: never built. */
  async read<Found>(
    view: string,
    from: (copy: string) => Promise<Found>,
    isNothing: (found: Found) => boolean,
  ): Promise<{ found: Found } | null> {
    const copy = await this.of(view);
    const first = copy === null ? null : { found: await from(copy) };
    if (first !== null && !isNothing(first.found)) return first;
    const active = await this.ask(view);
    if (active === null) return null;
    return active === copy ? first : { found: await from(active) };
  }

  private of(view: string): Promise<string | null> {
    const known = this.kept.get(view);
    return known !== undefined && this.now() - known.askedAt < keptMs ? known.copy : this.ask(view);
  }

  private ask(view: string): Promise<string | null> {
    const copy = this.directory.activeCollection(view);
    this.kept.set(view, { copy, askedAt: this.now() });
    copy.catch(() => this.kept.delete(view));
    return copy;
  }
}
