import { GuildhallError } from '@guildhall/contracts';
import { ProblemList, type PlacedProblem } from '../../../yaml/problem-list.js';
import type { ReadOrganisation } from '../read-organisation.js';

/** What stands against a plan, each with its place. */
export class PlanProblems {
  private readonly found = new ProblemList();

  constructor(private readonly place: ReadOrganisation['place']) {}

  /** `path`: of the `org.yaml`. */
  at(path: string, problem: string): void {
    this.found.add({ ...this.place(path), path, problem, severity: 'error' });
  }

  /** In another file of the template. */
  add(problem: PlacedProblem): void {
    this.found.add(problem);
  }

  /** What a rule refuses stands at that path. */
  holds(path: string, rule: () => void): void {
    try {
      rule();
    } catch (error) {
      if (!(error instanceof GuildhallError)) throw error;
      this.at(path, error.message);
    }
  }

  all(): PlacedProblem[] {
    return this.found.all();
  }
}
