import { RangeSet, StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker } from '@codemirror/view';

/** Something that is wrong in a line, counted from 1. */
export interface LineProblem {
  line: number;
  text: string;
}

class ProblemMark extends GutterMarker {
  constructor(private readonly text: string) {
    super();
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = 'cm-problem-mark';
    mark.textContent = '!';
    mark.title = this.text;
    mark.setAttribute('aria-label', this.text);
    return mark;
  }
}

const told = StateEffect.define<readonly LineProblem[]>();
const lineClass = Decoration.line({ class: 'cm-problem-line' });

const placed = (problems: readonly LineProblem[], doc: Text): RangeSet<ProblemMark> => {
  const texts = new Map<number, string[]>();
  for (const { line, text } of problems) {
    const at = Math.min(Math.max(1, line), doc.lines);
    texts.set(at, [...(texts.get(at) ?? []), text]);
  }
  return RangeSet.of(
    [...texts].map(([line, all]) => new ProblemMark(all.join('\n')).range(doc.line(line).from)),
    true,
  );
};

/** Where the problems stand; they move with the text until they are told anew. */
const field = StateField.define<RangeSet<ProblemMark>>({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    const effect = transaction.effects.find((one) => one.is(told));
    return effect === undefined ? marks.map(transaction.changes) : placed(effect.value, transaction.newDoc);
  },
  provide: (self) =>
    EditorView.decorations.compute([self], (state) => {
      const lines: number[] = [];
      state.field(self).between(0, state.doc.length, (from) => void lines.push(state.doc.lineAt(from).from));
      return Decoration.set(lines.map((from) => lineClass.range(from)));
    }),
});

/** Marks lines in which something is wrong, with the sentence at the mark. */
export const lineProblems: Extension = [
  gutter({ class: 'cm-problem-gutter', markers: (view) => view.state.field(field) }),
  field,
];

export const tellProblems = (view: EditorView, problems: readonly LineProblem[]): void =>
  view.dispatch({ effects: told.of(problems) });
