import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  viewChild,
} from '@angular/core';
import { LucideSend } from '@lucide/angular';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { TimeStore } from '../time/time.store.js';
import { ChatMessageComponent } from './chat-message.component.js';
import { keepDraft, readDraft } from './chat-draft.js';
import { ChatStore } from './chat.store.js';
import { OutboxStore } from './outbox.store.js';

/** The chat with the agent of a workspace. */
@Component({
  selector: 'gh-chat-tab',
  imports: [ChatMessageComponent, LucideSend, ProblemNoteComponent],
  templateUrl: './chat-tab.component.html',
  styleUrl: './chat-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatTabComponent {
  readonly id = input.required<string>();

  protected readonly chat = inject(ChatStore);
  protected readonly outbox = inject(OutboxStore);
  protected readonly time = inject(TimeStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly scroll = viewChild.required<ElementRef<HTMLElement>>('scroll');

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly name = computed(() => this.workspace()?.name ?? 'the agent');
  protected readonly draft = linkedSignal(() => readDraft(this.id()));
  protected readonly waits = computed(() => {
    const queued = this.chat.shown().filter(({ state }) => state === 'queued');
    return new Map(queued.map(({ id }, index) => [id, index + 1]));
  });
  protected readonly isAway = computed(() => {
    const status = this.workspace()?.status;
    return status !== undefined && status !== 'online' && status !== 'degraded';
  });

  constructor() {
    afterRenderEffect(() => {
      this.chat.shown();
      this.outbox.outgoing();
      const element = this.scroll().nativeElement;
      element.scrollTop = element.scrollHeight;
    });
  }

  protected onInput(event: Event): void {
    this.draft.set((event.target as HTMLTextAreaElement).value);
    keepDraft(this.id(), this.draft());
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    if (this.draft().trim() === '' || this.time.frozen() !== null) return;
    this.outbox.send(this.draft());
    this.draft.set('');
    keepDraft(this.id(), '');
  }
}
