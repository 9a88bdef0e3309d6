import { computed, inject, Injectable, signal } from '@angular/core';
import { newIdempotencyKey } from '@guildhall/client';
import { PLATFORM } from '../platform/platform.js';
import { ChatStore } from './chat.store.js';

/** A message on its way to the platform. It counts as sent once it is stored. */
export interface Outgoing {
  key: string;
  workspaceId: string;
  text: string;
  problem: unknown;
}

/** Messages that the platform has not stored yet. One that was refused stays until it is sent again or discarded. */
@Injectable({ providedIn: 'root' })
export class OutboxStore {
  private readonly platform = inject(PLATFORM);
  private readonly chat = inject(ChatStore);
  private readonly messages = signal<readonly Outgoing[]>([]);
  /** Messages to the workspace whose chat is open. */
  readonly outgoing = computed(() =>
    this.messages().filter(({ workspaceId }) => workspaceId === this.chat.list.subject()),
  );

  send(text: string): void {
    const workspaceId = this.chat.list.subject();
    if (workspaceId === null || text.trim() === '') return;
    const message = { key: newIdempotencyKey(), workspaceId, text: text.trim(), problem: null };
    this.messages.update((all) => [...all, message]);
    void this.deliver(message);
  }

  /** Uses the same key: a message that was stored after all is not stored twice. */
  retry(message: Outgoing): void {
    this.mark(message, null);
    void this.deliver(message);
  }

  discard({ key }: Outgoing): void {
    this.messages.update((all) => all.filter((one) => one.key !== key));
  }

  private async deliver(message: Outgoing): Promise<void> {
    const { workspaceId, text, key } = message;
    try {
      const command = { id: workspaceId, body: { text } };
      const { position } = await this.platform.messages.send(command, { idempotencyKey: key });
      if (this.chat.list.subject() === workspaceId) await this.chat.list.refresh(position);
      this.discard(message);
    } catch (problem) {
      this.mark(message, problem);
    }
  }

  private mark({ key }: Outgoing, problem: unknown): void {
    this.messages.update((all) => all.map((one) => (one.key === key ? { ...one, problem } : one)));
  }
}
