import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  untracked,
  viewChild,
} from '@angular/core';
import type { ConfigProblem } from '@guildhall/contracts';
import { CodeEditorComponent } from '../editor/code-editor.component.js';
import { ConflictBarComponent } from '../editor/conflict-bar.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { restartSentence } from '../agent-state/agent-facts.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { NoticesStore } from '../notices/notices.store.js';
import { LifecycleRules } from '../provisioning/lifecycle-rules.js';
import { ProvisioningStore } from '../provisioning/provisioning.store.js';
import { ConfigurationDocuments } from './configuration-documents.js';
import { problemsOf, sentenceOf } from './config-problems.js';

const fileName = 'config.yaml';

/** The configuration of an agent as text, with each problem at its line. */
@Component({
  selector: 'gh-config-tab',
  imports: [CodeEditorComponent, ConflictBarComponent, ProblemNoteComponent],
  templateUrl: './config-tab.component.html',
  styleUrl: './config-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfigTabComponent {
  readonly id = input.required<string>();
  private readonly documents = inject(ConfigurationDocuments);
  private readonly graph = inject(OrgGraphStore);
  private readonly notices = inject(NoticesStore);
  private readonly provisioning = inject(ProvisioningStore);
  private readonly rules = inject(LifecycleRules);
  private readonly editor = viewChild(CodeEditorComponent);

  /** Problems of the saved text. */
  private readonly known = linkedSignal<string, readonly ConfigProblem[]>({ source: this.id, computation: () => [] });
  protected readonly document = computed(() => {
    const id = this.id();
    return this.documents.open(id, fileName, (problems) => this.learn(id, problems));
  });
  protected readonly name = computed(() => this.graph.get(this.id())?.name ?? 'the agent');
  /** Problems of the text on screen: those that a refused save named, or those of the saved version. */
  protected readonly problems = computed(() => {
    const refused = problemsOf(this.document().problem());
    const isDraftBesideTheirs = this.document().theirs() !== null && !this.document().showsTheirs();
    return (refused ?? (isDraftBesideTheirs ? [] : this.known())).map((one) => ({
      line: one.line,
      text: sentenceOf(one),
      isWarning: one.severity === 'warning',
    }));
  });
  /** A refusal that no line shows. */
  protected readonly refusal = computed(() => {
    const problem = this.document().problem();
    return problemsOf(problem) === null ? problem : null;
  });
  protected readonly state = computed(() => {
    const document = this.document();
    if (document.isUnsaved()) return 'Unsaved changes';
    return document.version()?.etag === null ? 'Not created yet' : 'Saved';
  });
  protected readonly restartDue = computed(() => {
    const workspace = this.graph.get(this.id());
    return workspace === undefined ? null : restartSentence(workspace);
  });
  protected readonly restartRefusal = computed(() => this.rules.refusal(this.id(), 'restart'));

  constructor() {
    effect(() => {
      const document = this.document();
      untracked(() => void document.load());
    });
  }

  protected goTo(line: number): void {
    this.editor()?.goTo(line);
  }

  protected async save(restarts = false): Promise<void> {
    const document = this.document();
    const id = this.id();
    if (document.isUnsaved() && !(await document.save())) return;
    if (restarts) void this.provisioning.restart(id);
    else this.notices.say(`Saved the configuration of ${this.name()}.`);
  }

  /** Ignores an answer about the agent that was open before. */
  private learn(id: string, problems: readonly ConfigProblem[]): void {
    if (id === this.id()) this.known.set(problems);
  }
}
