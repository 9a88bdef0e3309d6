import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { newIdempotencyKey } from '@guildhall/client';
import {
  workspaceSettable,
  type CreatedWorkspace,
  type CreateWorkspaceBody,
  type WorkspaceSettable,
  type WorkspaceView,
} from '@guildhall/contracts';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { fieldMessages } from '../elements/explain.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { TextFieldComponent } from '../elements/controls/text-field.component.js';
import { PLATFORM } from '../platform/platform.js';
import { TemplateListComponent } from '../templates/template-list.component.js';
import { LeadSelectComponent } from './lead-select.component.js';
import { WorkspacesStore } from './workspaces.store.js';

type Kind = 'template' | 'command' | 'external' | 'other';
/** Facts that the form does not show and a copy keeps. */
const keptFacts = [
  ...(Object.keys(workspaceSettable) as WorkspaceSettable[]).filter((fact) => fact !== 'name' && fact !== 'role'),
  'workspace_dir',
  'workspace_access',
  'manages_team',
  'template',
] as const;

const isGiven = (fact: unknown): boolean => fact !== null && !(Array.isArray(fact) && fact.length === 0);

const keptFrom = (like: WorkspaceView): Partial<CreateWorkspaceBody> =>
  Object.fromEntries(keptFacts.filter((fact) => isGiven(like[fact])).map((fact) => [fact, like[fact]]));

/** A new workspace: a program run here, an agent that runs elsewhere, or another runtime. */
@Component({
  selector: 'gh-create-dialog',
  imports: [DialogComponent, LeadSelectComponent, ProblemNoteComponent, TemplateListComponent, TextFieldComponent],
  templateUrl: './create-dialog.component.html',
  styleUrl: './create-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CreateDialogComponent {
  readonly parentId = input.required<string | null>();
  /** Workspace whose facts the form starts with. */
  readonly likeId = input<string | null>(null);
  readonly closed = output();
  readonly created = output<CreatedWorkspace>();

  private readonly workspaces = inject(WorkspacesStore);
  private readonly platform = inject(PLATFORM);
  /** Sending the same form twice is one command. */
  private key = newIdempotencyKey();

  protected readonly kind = signal<Kind>('command');
  protected readonly name = signal('');
  protected readonly role = signal('');
  protected readonly command = signal('');
  protected readonly runtime = signal('');
  protected readonly template = signal<string | null>(null);
  private kept: Partial<CreateWorkspaceBody> = {};
  protected readonly parent = linkedSignal(() => this.parentId() ?? '');
  protected readonly isSending = signal(false);
  protected readonly problem = signal<unknown>(null);
  protected readonly kinds: readonly { kind: Kind; title: string; hint: string }[] = [
    {
      kind: 'template',
      title: 'From a template',
      hint: 'A prepared agent with its configuration, prompts and skills.',
    },
    {
      kind: 'command',
      title: 'Program (command)',
      hint: 'Guildhall runs it. It reads each message from its input and writes the answer to its output.',
    },
    {
      kind: 'external',
      title: 'External agent (connect)',
      hint: 'You run it. You get the command that connects it.',
    },
    { kind: 'other', title: 'Another runtime', hint: 'Needs a backend that supports it.' },
  ];
  protected readonly missing = computed(() => {
    if (this.name().trim() === '') return 'Enter a name.';
    if (this.kind() === 'template' && this.template() === null) return 'Choose a template.';
    if (this.kind() === 'command' && this.command().trim() === '') return 'Enter a command line.';
    return this.kind() === 'other' && this.runtime().trim() === '' ? 'Enter a runtime.' : null;
  });
  protected readonly messages = computed(() => fieldMessages(this.problem()));

  constructor() {
    effect(() => {
      const id = this.likeId();
      if (id !== null) untracked(() => void this.copyFrom(id));
    });
  }

  protected change(field: 'name' | 'role' | 'command' | 'runtime' | 'parent', value: string): void {
    this[field].set(value);
    this.key = newIdempotencyKey();
  }

  protected choose(kind: Kind): void {
    this.kind.set(kind);
    this.key = newIdempotencyKey();
  }

  protected chooseTemplate(id: string): void {
    this.template.set(id);
    this.key = newIdempotencyKey();
  }

  protected async create(event: Event): Promise<void> {
    event.preventDefault();
    if (this.missing() !== null || this.isSending()) return;
    this.isSending.set(true);
    this.problem.set(null);
    try {
      this.created.emit(await this.workspaces.create(this.body(), this.key));
    } catch (problem) {
      this.problem.set(problem);
    } finally {
      this.isSending.set(false);
    }
  }

  private async copyFrom(id: string): Promise<void> {
    try {
      this.fill(await this.platform.workspaces.get({ id }));
    } catch (problem) {
      this.problem.set(problem);
    }
  }

  private fill(like: WorkspaceView): void {
    const { name, role, runtime, command } = like;
    this.name.set(`${name} copy`);
    this.role.set(role);
    this.kind.set(runtime === 'command' ? 'command' : runtime === 'external' ? 'external' : 'other');
    this.runtime.set(runtime);
    this.command.set(command ?? '');
    this.kept = keptFrom(like);
  }

  private body(): CreateWorkspaceBody {
    const role = this.role().trim();
    const parentId = this.parent();
    const named = {
      ...this.kept,
      name: this.name().trim(),
      ...(role === '' ? {} : { role }),
      parent_id: parentId === '' ? null : parentId,
    };
    switch (this.kind()) {
      case 'template':
        return { ...named, ...(this.template() === null ? {} : { template: this.template() ?? '' }) };
      case 'command':
        return { ...named, runtime: 'command', command: this.command().trim() };
      case 'external':
        return { ...named, external: true };
      case 'other':
        return { ...named, runtime: this.runtime().trim() };
    }
  }
}
