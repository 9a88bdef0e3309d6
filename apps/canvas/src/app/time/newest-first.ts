/**
 * Asks for one thing at a time; of what is wanted meanwhile only the newest is asked for. So a drag over a thousand
 * moments costs as many requests as answers fit into it.
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

  /** What was asked before is not wanted any more, whenever its answer comes. */
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
