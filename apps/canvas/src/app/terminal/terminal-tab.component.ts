import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  untracked,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';
import { newIdempotencyKey, type Terminal, type TerminalEnd } from '@guildhall/client';
import { LucideClipboardPaste, LucideCopy, LucideRefreshCw } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { problemError } from '../elements/explain.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { NoticesStore } from '../notices/notices.store.js';
import { OPEN_TERMINAL } from '../platform/terminals.js';
import { ProvisioningStore } from '../provisioning/provisioning.store.js';
import { TerminalScreen } from './terminal-screen.js';

type Phase = 'opening' | 'open' | 'ended';

/** A shell on the machine or in the container of an agent. */
@Component({
  selector: 'gh-terminal-tab',
  imports: [IconButtonDirective, LucideClipboardPaste, LucideCopy, LucideRefreshCw, ProblemNoteComponent],
  templateUrl: './terminal-tab.component.html',
  styleUrl: './terminal-tab.component.scss',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TerminalTabComponent {
  readonly id = input.required<string>();
  private readonly open = inject(OPEN_TERMINAL);
  private readonly graph = inject(OrgGraphStore);
  private readonly notices = inject(NoticesStore);
  protected readonly provisioning = inject(ProvisioningStore);
  private readonly element = viewChild.required<ElementRef<HTMLElement>>('screen');
  private readonly screen = signal<TerminalScreen | null>(null);
  private session: Terminal | null = null;
  private attempt = '';

  protected readonly phase = signal<Phase>('opening');
  protected readonly end = signal<TerminalEnd | null>(null);
  protected readonly problem = computed(() => {
    const problem = this.end()?.problem ?? null;
    return problem === null ? null : problemError(problem);
  });
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly word = computed(() => {
    const end = this.end();
    if (end === null) return this.phase() === 'open' ? 'Connected' : 'Connecting…';
    const code = end.exitCode === null ? '' : ` (exit code ${end.exitCode})`;
    return `Ended: ${end.reason}${code}`;
  });

  constructor() {
    afterNextRender(() => this.screen.set(new TerminalScreen(this.element().nativeElement, () => this.leave())));
    effect(() => {
      const id = this.id();
      if (this.screen() !== null) untracked(() => this.connect(id));
    });
    inject(DestroyRef).onDestroy(() => {
      this.session?.close();
      this.screen()?.destroy();
    });
  }

  protected reconnect(): void {
    this.connect(this.id());
  }

  protected async copy(): Promise<void> {
    const text = this.screen()?.selection() ?? '';
    if (text === '') return this.notices.say('Select text in the terminal first.');
    await navigator.clipboard.writeText(text);
    this.screen()?.focus();
  }

  protected async paste(): Promise<void> {
    try {
      this.screen()?.paste(await navigator.clipboard.readText());
    } catch {
      this.notices.say('The browser does not allow access to the clipboard. Paste with Ctrl+Shift+V.');
    }
    this.screen()?.focus();
  }

  private connect(id: string): void {
    const screen = this.screen();
    if (screen === null) return;
    this.session?.close();
    const attempt = (this.attempt = newIdempotencyKey());
    const isStill = (): boolean => this.attempt === attempt;
    screen.clear();
    this.phase.set('opening');
    this.end.set(null);
    this.session = this.open(id, screen.size, {
      opened: () => {
        if (!isStill()) return;
        this.phase.set('open');
        screen.focus();
      },
      output: (data) => {
        if (isStill()) screen.write(data);
      },
      ended: (end) => {
        if (!isStill()) return;
        screen.connect(null);
        this.phase.set('ended');
        this.end.set(end);
      },
    });
    screen.connect(this.session);
  }

  /** Lets keyboard users leave the terminal. */
  private leave(): void {
    document.getElementById('panel-tab-terminal')?.focus();
  }
}
