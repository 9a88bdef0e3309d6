import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, viewChild } from '@angular/core';
import { LucideSend } from '@lucide/angular';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { FollowEndDirective } from '../lists/follow-end.directive.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { TimeStore } from '../time/time.store.js';
import { ChatMessageComponent } from './chat-message.component.js';
import { keepDraft, readDraft } from './chat-draft.js';
import { ChatStore } from './chat.store.js';
import { OutboxStore } from './outbox.store.js';

/** The chat with the agent of a workspace. */
@Component({
  selector: 'gh-chat-tab',
  imports: [ChatMessageComponent, FollowEndDirective, LucideSend, ProblemNoteComponent],
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
  private readonly end = viewChild.required(FollowEndDirective);

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly name = computed(() => this.workspace()?.name ?? 'the agent');
  /** What the chat shows, to follow its end. */
  protected readonly content = computed(() => [this.chat.shown(), this.outbox.outgoing()]);
  protected readonly draft = linkedSignal(() => readDraft(this.id()));
  protected readonly waits = computed(() => {
    const queued = this.chat.shown().filter(({ state }) => state === 'queued');
    return new Map(queued.map(({ id }, index) => [id, index + 1]));
  });
  protected readonly isAway = computed(() => {
    const status = this.workspace()?.status;
    return status !== undefined && status !== 'online' && status !== 'degraded';
  });

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
    this.end().toEnd();
    this.outbox.send(this.draft());
    this.draft.set('');
    keepDraft(this.id(), '');
  }
}
