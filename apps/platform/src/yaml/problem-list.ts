/** Where something stands; line and column count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}
export interface PlacedProblem extends Place {
  /** As `workspaces[0].name`; '' is the whole. */
  path: string;
  problem: string;
  /** A warning keeps nothing from being used. */
  severity: 'error' | 'warning';
}

/** Of each severity. People do not read more, and a text of 256 KiB can have a hundred thousand. */
const most = 100;
/** Characters of a path or a sentence, which may quote what a person wrote. */
const longest = 500;

/** Problems of a text in its order: the first ones of each severity, and how many are left out. */
export class ProblemList {
  private readonly kept: PlacedProblem[] = [];
  private readonly counts = { error: 0, warning: 0 };

  get isEmpty(): boolean {
    return this.kept.length === 0;
  }

  add({ path, problem, ...rest }: PlacedProblem): void {
    const count = (this.counts[rest.severity] += 1);
    if (count <= most) this.kept.push({ ...rest, path: cut(path), problem: cut(problem) });
  }

  all(): PlacedProblem[] {
    const sorted = this.kept.toSorted(
      (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column,
    );
    return [...sorted, ...this.leftOut(sorted, 'error'), ...this.leftOut(sorted, 'warning')];
  }

  private leftOut(sorted: readonly PlacedProblem[], severity: PlacedProblem['severity']): PlacedProblem[] {
    const last = sorted.findLast((problem) => problem.severity === severity);
    const count = this.counts[severity] - most;
    const what = severity === 'error' ? 'problems' : 'warnings';
    return last === undefined || count <= 0 ? [] : [{ ...last, path: '', problem: `there are ${count} more ${what}` }];
  }
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
