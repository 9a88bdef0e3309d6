import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import {
  LucideArrowDown,
  LucideArrowUp,
  LucideDownload,
  LucidePause,
  LucidePlay,
  LucideSearch,
  LucideWrapText,
} from '@lucide/angular';
import { plainText } from '../elements/ansi.js';
import { CopyButtonComponent } from '../elements/controls/copy-button.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PLATFORM } from '../platform/platform.js';
import { saveText } from '../platform/save-text.js';
import { ConsoleFollower } from './console-follower.js';
import { searched } from './console-search.js';

/** Pixels from the end within which the view follows it. */
const nearEnd = 24;

/** The output of an agent since its start, as it is written. */
@Component({
  selector: 'gh-logs-tab',
  imports: [
    CopyButtonComponent,
    LucideArrowDown,
    LucideArrowUp,
    LucideDownload,
    LucidePause,
    LucidePlay,
    LucideSearch,
    LucideWrapText,
    ProblemNoteComponent,
  ],
  templateUrl: './logs-tab.component.html',
  styleUrl: './logs-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LogsTabComponent {
  readonly id = input.required<string>();
  private readonly platform = inject(PLATFORM);
  private readonly graph = inject(OrgGraphStore);
  private readonly scroll = viewChild<ElementRef<HTMLElement>>('scroll');

  private readonly follower = signal<ConsoleFollower | null>(null);
  protected readonly isPaused = linkedSignal<string, boolean>({ source: this.id, computation: () => false });
  protected readonly isWrapped = signal(true);
  protected readonly followsEnd = signal(true);
  protected readonly query = signal('');
  private readonly wanted = linkedSignal({ source: this.query, computation: () => 0 });
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly isLoaded = computed(() => this.follower()?.isLoaded() ?? false);
  protected readonly isCut = computed(() => this.follower()?.isCut() ?? false);
  protected readonly problem = computed(() => this.follower()?.problem() ?? null);
  protected readonly text = computed(() => plainText(this.follower()?.output() ?? '').replace(/\n$/, ''));
  protected readonly found = computed(() => searched(this.text().split('\n'), this.query()));
  protected readonly current = computed(() => Math.min(this.wanted(), Math.max(0, this.found().count - 1)));

  constructor() {
    effect((onCleanup) => {
      const id = this.id();
      const follower = new ConsoleFollower((after, signal) =>
        this.platform.provisioning.console({ id, query: { after } }, { signal }),
      );
      this.follower.set(follower);
      follower.start();
      onCleanup(() => follower.stop());
    });
    effect(() => this.follower()?.pause(this.isPaused()));
    afterRenderEffect(() => {
      this.text();
      const element = this.scroll()?.nativeElement;
      if (element !== undefined && this.followsEnd() && this.query() === '') element.scrollTop = element.scrollHeight;
    });
    afterRenderEffect(() => {
      const { count } = this.found();
      const current = this.current();
      if (count > 0 && this.query() !== '')
        this.scroll()?.nativeElement.querySelector(`[data-match="${current}"]`)?.scrollIntoView({ block: 'center' });
    });
  }

  protected onScroll(): void {
    const element = this.scroll()?.nativeElement;
    if (element !== undefined)
      this.followsEnd.set(element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd);
  }

  protected toEnd(): void {
    this.followsEnd.set(true);
    const element = this.scroll()?.nativeElement;
    if (element !== undefined) element.scrollTop = element.scrollHeight;
  }

  protected onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape' && this.query() !== '') {
      event.stopPropagation();
      this.query.set('');
    }
  }

  protected go(step: 1 | -1): void {
    const { count } = this.found();
    if (count > 0) this.wanted.set((this.current() + step + count) % count);
  }

  protected download(): void {
    saveText(`${this.workspace()?.name ?? 'agent'}.log`, this.text());
  }
}
