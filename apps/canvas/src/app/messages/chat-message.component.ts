import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import type { ChatMessageView } from '@guildhall/contracts';
import { AgoPipe } from '../elements/ago.pipe.js';
import { ExactTimePipe } from '../elements/exact-time.pipe.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PresentMoment } from '../time/present-moment.js';
import { markdown } from './markdown.js';
import { messageFix } from './message-fix.js';

/** A message and its outcome, as far as it is known. */
@Component({
  selector: 'gh-chat-message',
  imports: [AgoPipe, ExactTimePipe],
  templateUrl: './chat-message.component.html',
  styleUrl: './chat-message.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[attr.data-testid]': '"chat-message-" + message().id', '[class.failed]': 'isFailed()' },
})
export class ChatMessageComponent {
  readonly message = input.required<ChatMessageView>();
  /** Position in the mailbox, from 1; null: it does not wait. */
  readonly waiting = input<number | null>(null);
  readonly canCancel = input(false);
  readonly cancelled = output();

  private readonly graph = inject(OrgGraphStore);
  private readonly sanitizer = inject(DomSanitizer);
  protected readonly moment = inject(PresentMoment);

  protected readonly author = computed(() => {
    const { from } = this.message();
    return from.kind === 'workspace'
      ? (this.graph.get(from.id)?.name ?? 'A workspace')
      : from.kind === 'operator'
        ? 'Operator'
        : 'Service';
  });
  protected readonly agent = computed(() => this.graph.get(this.message().workspace_id)?.name ?? 'Agent');
  protected readonly isFailed = computed(() => this.message().state === 'failed' || this.message().state === 'expired');
  /** Sanitised by `markdown`, so Angular need not do it again. */
  protected readonly answer = computed(() => {
    const { answer } = this.message();
    return answer === null ? null : this.sanitizer.bypassSecurityTrustHtml(markdown(answer));
  });
  protected readonly stateText = computed(() => {
    const { state, queued_cause: cause, attempt } = this.message();
    switch (state) {
      case 'queued':
        return `Waiting in the mailbox${this.waiting() === null ? '' : ` (${this.waiting()})`}${cause === null ? '' : `: ${cause}`}`;
      case 'working':
        return attempt > 1 ? `Working, attempt ${attempt}` : 'Working';
      case 'cancelled':
        return 'Cancelled';
      case 'expired':
        return 'Expired before it was delivered';
      default:
        return null;
    }
  });
  protected readonly took = computed(() => {
    const ms = this.message().duration_ms;
    return ms === null ? null : ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
  });
  protected readonly fix = computed(() => {
    const { error } = this.message();
    return error === null ? null : messageFix(error.code);
  });
}
