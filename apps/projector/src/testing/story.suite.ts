import {
  eventDeclarations,
  streams,
  type BlobRef,
  type EventType,
  type NewEvent,
  type RecordedEvent,
} from '@guildhall/contracts';

const origin = Date.parse('2026-01-01T00:00:00.000Z');

export const at = (second: number): string => new Date(origin + second * 1_000).toISOString();
export const positionOf = (ordinal: number): string => String(ordinal).padStart(12, '0');
export const ref = (name: string): BlobRef => ({
  digest: name,
  keyId: 'k1',
  size: name.length,
  mediaType: 'text/plain',
});

/** Writes a log by hand: positions, revisions and times count up by themselves. */
export class Story {
  readonly events: RecordedEvent[] = [];
  private readonly revisions = new Map<string, number>();

  constructor(private readonly org = 'default') {}

  add(stream: string, type: EventType, data: object, metadata: Partial<NewEvent['metadata']> = {}): this {
    const ordinal = this.events.length + 1;
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    this.revisions.set(stream, revision);
    this.events.push({
      id: `event-${ordinal}`,
      type,
      data,
      stream,
      revision,
      position: positionOf(ordinal),
      metadata: {
        schemaVersion: eventDeclarations[type].schemaVersion,
        commandId: `command-${ordinal}`,
        commandDigest: '',
        recordedAt: at(ordinal),
        occurredAt: at(ordinal),
        $correlationId: 'c',
        $causationId: 'c',
        actor: { kind: 'operator', id: 'ada' },
        org: this.org,
        hop: 0,
        ...metadata,
      },
    });
    return this;
  }

  created(id: string, parentId: string | null = null, facts: object = {}): this {
    return this.add(streams.tree(this.org), 'WorkspaceCreated', {
      workspaceId: id,
      name: id,
      role: '',
      parentId,
      x: null,
      y: null,
      tier: 1,
      runtime: 'command',
      command: 'cat',
      access: 'none',
      workspaceDir: null,
      model: null,
      tags: [],
      ...facts,
    });
  }

  placed(id: string, parentId: string | null, previousParentId: string | null): this {
    return this.add(streams.tree(this.org), 'WorkspacePlaced', { workspaceId: id, parentId, previousParentId });
  }

  removed(id: string, removalId: string, count: number): this {
    return this.add(streams.tree(this.org), 'WorkspaceRemoved', { workspaceId: id, removalId, count });
  }

  restored(id: string, removalId: string, parentId: string | null, count: number): this {
    return this.add(streams.tree(this.org), 'WorkspaceRestored', { workspaceId: id, removalId, parentId, count });
  }

  renamed(id: string, name: string): this {
    return this.add(streams.workspace(id), 'WorkspaceRenamed', { workspaceId: id, name, previous: '' });
  }

  message(type: EventType, messageId: string, workspaceId: string, data: object = {}): this {
    const of = { messageId, conversationId: `talk-${workspaceId}`, workspaceId };
    return this.add(streams.conversation(of.conversationId), type, { ...of, ...data });
  }

  sent(messageId: string, workspaceId: string): this {
    return this.message('MessageSent', messageId, workspaceId, {
      contextId: 'chat',
      from: { kind: 'operator', id: 'ada' },
      body: ref(`body-${messageId}`),
      hop: 0,
      expiresAt: at(90_000),
    });
  }
}
