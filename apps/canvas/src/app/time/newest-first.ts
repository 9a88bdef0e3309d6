/**
 * Sends one request at a time, and then only the newest of those that wait. A drag over a thousand moments costs only as
 * many requests as are answered while it lasts.
 */
export class NewestFirst<Wanted, Answer> {
  private wanted: Wanted | null = null;
  private isAsking = false;
  private generation = 0;

  constructor(
    private readonly ask: (wanted: Wanted) => Promise<Answer>,
    private readonly answered: (answer: Answer, next: Wanted | null) => void,
    private readonly failed: (problem: unknown) => void,
  ) {}

  want(wanted: Wanted): void {
    this.wanted = wanted;
    if (!this.isAsking) void this.run();
  }

  /** Ignores the answers to all requests so far. */
  forget(): void {
    this.generation += 1;
    this.wanted = null;
  }

  private async run(): Promise<void> {
    this.isAsking = true;
    for (let next = this.wanted; next !== null; next = this.wanted) {
      this.wanted = null;
      const { generation } = this;
      try {
        const answer = await this.ask(next);
        if (generation === this.generation) this.answered(answer, this.wanted);
      } catch (problem) {
        if (generation === this.generation) this.failed(problem);
      }
    }
    this.isAsking = false;
  }
}
