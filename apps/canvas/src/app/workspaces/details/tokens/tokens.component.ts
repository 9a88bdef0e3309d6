import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { AgoPipe } from '../../../elements/ago.pipe.js';
import { Clock } from '../../../elements/clock.js';
import { CopyButtonComponent } from '../../../elements/controls/copy-button.component.js';
import { ProblemNoteComponent } from '../../../elements/problem-note.component.js';
import { ShowMoreComponent } from '../../../lists/show-more.component.js';
import { ShownPart } from '../../../lists/shown-part.js';
import { TokensStore } from './tokens.store.js';

/** The tokens of a workspace: listed by prefix, issued once, revoked at once. */
@Component({
  selector: 'gh-tokens',
  imports: [AgoPipe, CopyButtonComponent, ProblemNoteComponent, ShowMoreComponent],
  templateUrl: './tokens.component.html',
  styleUrl: './tokens.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokensComponent {
  readonly id = input.required<string>();
  private readonly store = inject(TokensStore);
  protected readonly clock = inject(Clock);

  /** Null: not loaded yet. */
  protected readonly tokens = computed(() => {
    const { list } = this.store;
    return list.subject() === this.id() && list.isLoaded() ? list.items() : null;
  });
  protected readonly part = new ShownPart(computed(() => this.tokens() ?? []));
  protected readonly issued = linkedSignal<string, string | null>({ source: this.id, computation: () => null });
  protected readonly problem = linkedSignal<string, unknown>({ source: this.id, computation: () => null });
  protected readonly isBusy = signal(false);
  /** Token whose revocation has to be confirmed: its agent is cut off at once and there is no undo. */
  protected readonly asked = signal<string | null>(null);

  protected async issue(): Promise<void> {
    const id = this.id();
    await this.during(async () => this.issued.set(await this.store.issue(id, 'canvas')));
  }

  protected async revoke(tokenId: string): Promise<void> {
    this.asked.set(null);
    await this.during(() => this.store.revoke(this.id(), tokenId));
  }

  private async during(act: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(null);
    try {
      await act();
    } catch (problem) {
      this.problem.set(problem);
    } finally {
      this.isBusy.set(false);
    }
  }
}
