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
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { plainText } from '../elements/ansi.js';
import { CopyButtonComponent } from '../elements/controls/copy-button.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { FollowEndDirective } from '../lists/follow-end.directive.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PLATFORM } from '../platform/platform.js';
import { saveText } from '../platform/save-file.js';
import { ConsoleFollower } from './console-follower.js';
import { searched } from './console-search.js';

/** Lines that are on the page at first, and how many more each request adds. */
const linesAtATime = 1_000;

/** The output of an agent since its start, as it is written. */
@Component({
  selector: 'gh-logs-tab',
  imports: [
    CopyButtonComponent,
    FollowEndDirective,
    IconButtonDirective,
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
  protected readonly query = signal('');
  private readonly wanted = linkedSignal({ source: this.query, computation: () => 0 });
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly isLoaded = computed(() => this.follower()?.isLoaded() ?? false);
  protected readonly isCut = computed(() => this.follower()?.isCut() ?? false);
  protected readonly problem = computed(() => this.follower()?.problem() ?? null);
  protected readonly text = computed(() => plainText(this.follower()?.output() ?? '').replace(/\n$/, ''));
  protected readonly found = computed(() => searched(this.text().split('\n'), this.query()));
  protected readonly matchCount = computed(() => this.found().matchLines.length);
  protected readonly current = computed(() => Math.min(this.wanted(), Math.max(0, this.matchCount() - 1)));
  /** Lines on the page, counted from the end. */
  private readonly limit = linkedSignal<string, number>({ source: this.id, computation: () => linesAtATime });
  /** Index of the first line on the page. */
  protected readonly first = computed(() => Math.max(0, this.found().lines.length - this.limit()));
  protected readonly shown = computed(() => this.found().lines.slice(this.first()));

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
    // The current match is brought onto the page, and then into view.
    effect(() => {
      const line = this.found().matchLines[this.current()];
      if (line !== undefined && line < this.first()) this.limit.set(this.found().lines.length - line + linesAtATime);
    });
    afterRenderEffect(() => {
      this.shown();
      const current = this.current();
      if (this.matchCount() > 0)
        this.scroll()?.nativeElement.querySelector(`[data-match="${current}"]`)?.scrollIntoView({ block: 'center' });
    });
  }

  protected showEarlier(): void {
    this.limit.update((limit) => limit + linesAtATime);
  }

  protected onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape' && this.query() !== '') {
      event.stopPropagation();
      this.query.set('');
    }
  }

  protected go(step: 1 | -1): void {
    const count = this.matchCount();
    if (count > 0) this.wanted.set((this.current() + step + count) % count);
  }

  protected download(): void {
    saveText(`${this.workspace()?.name ?? 'agent'}.log`, this.text());
  }
}
