import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  untracked,
  viewChild,
  afterNextRender,
} from '@angular/core';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorLook } from './editor-look.js';
import { languageOf } from './language.js';
import { lineProblems, showProblems, type LineProblem } from './line-problems.js';

/** A text in CodeMirror. Shows `text` and emits every change. */
@Component({
  selector: 'gh-code-editor',
  template: '<div #host class="host" data-own-keys></div>',
  styleUrl: './code-editor.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeEditorComponent {
  /** Name of the document. It decides the language; another name starts a new undo history. */
  readonly document = input.required<string>();
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  readonly isReadOnly = input(false);
  readonly problems = input<readonly LineProblem[]>([]);
  readonly edited = output<string>();
  readonly saved = output();

  private readonly host = viewChild.required<ElementRef<HTMLElement>>('host');
  private readonly language = new Compartment();
  private readonly access = new Compartment();
  private view: EditorView | null = null;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.view?.destroy());
    afterNextRender(() => {
      this.view = new EditorView({ parent: this.host().nativeElement, state: this.fresh() });
      void this.setLanguage();
      showProblems(this.view, this.problems());
    });
    effect(() => {
      this.document();
      untracked(() => {
        this.view?.setState(this.fresh());
        if (this.view !== null) showProblems(this.view, this.problems());
        void this.setLanguage();
      });
    });
    effect(() => this.take(this.text()));
    effect(() => {
      const effects = this.access.reconfigure(accessOf(this.isReadOnly()));
      this.view?.dispatch({ effects });
    });
    effect(() => {
      const problems = this.problems();
      if (this.view !== null) showProblems(this.view, problems);
    });
  }

  /** Puts the cursor into a line, counted from 1. */
  goTo(line: number): void {
    const { view } = this;
    if (view === null) return;
    const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    view.focus();
  }

  private take(text: string): void {
    const { view } = this;
    if (view === null || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }

  private async setLanguage(): Promise<void> {
    const name = this.document();
    const extension = await languageOf(name);
    if (this.view !== null && this.document() === name)
      this.view.dispatch({ effects: this.language.reconfigure(extension) });
  }

  private fresh(): EditorState {
    return EditorState.create({ doc: this.text(), extensions: this.extensions() });
  }

  private extensions(): Extension[] {
    const save = {
      key: 'Mod-s',
      preventDefault: true,
      run: () => {
        this.saved.emit();
        return true;
      },
    };
    return [
      lineProblems,
      lineNumbers(),
      foldGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      keymap.of([save, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': this.label() }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && update.state.doc.toString() !== this.text())
          this.edited.emit(update.state.doc.toString());
      }),
      this.language.of([]),
      this.access.of(accessOf(this.isReadOnly())),
      editorLook,
    ];
  }
}

const accessOf = (isReadOnly: boolean): Extension => [
  EditorState.readOnly.of(isReadOnly),
  EditorView.editable.of(!isReadOnly),
];
