import { RangeSet, StateEffect, StateField, type Extension, type Range, type Text } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker } from '@codemirror/view';

/** Something that is wrong in a line, counted from 1. */
export interface LineProblem {
  line: number;
  text: string;
  /** True: the problem does not prevent use. */
  isWarning: boolean;
}

class ProblemMark extends GutterMarker {
  constructor(
    private readonly text: string,
    readonly isWarning: boolean,
  ) {
    super();
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = this.isWarning ? 'cm-problem-mark cm-warning-mark' : 'cm-problem-mark';
    mark.textContent = '!';
    mark.title = this.text;
    mark.setAttribute('aria-label', this.text);
    return mark;
  }
}

const problemsChanged = StateEffect.define<readonly LineProblem[]>();
const wrongLine = Decoration.line({ class: 'cm-problem-line' });
const warnedLine = Decoration.line({ class: 'cm-warning-line' });

const placed = (problems: readonly LineProblem[], doc: Text): RangeSet<ProblemMark> => {
  const byLine = Map.groupBy(problems, ({ line }) => Math.min(Math.max(1, line), doc.lines));
  const marks = [...byLine].map(([line, all]) => {
    const mark = new ProblemMark(
      all.map(({ text }) => text).join('\n'),
      all.every(({ isWarning }) => isWarning),
    );
    return mark.range(doc.line(line).from);
  });
  return RangeSet.of(marks, true);
};

/** The lines of the problems. They move with the text until the next problems arrive. */
const field = StateField.define<RangeSet<ProblemMark>>({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    const effect = transaction.effects.find((one) => one.is(problemsChanged));
    return effect === undefined ? marks.map(transaction.changes) : placed(effect.value, transaction.newDoc);
  },
  provide: (self) =>
    EditorView.decorations.compute([self], (state) => {
      const lines: Range<Decoration>[] = [];
      state.field(self).between(0, state.doc.length, (from, _to, mark) => {
        lines.push((mark.isWarning ? warnedLine : wrongLine).range(state.doc.lineAt(from).from));
      });
      return Decoration.set(lines, true);
    }),
});

/** Marks lines in which something is wrong, with the sentence at the mark. */
export const lineProblems: Extension = [
  gutter({ class: 'cm-problem-gutter', markers: (view) => view.state.field(field) }),
  field,
];

export const showProblems = (view: EditorView, problems: readonly LineProblem[]): void =>
  view.dispatch({ effects: problemsChanged.of(problems) });
