import type { Installation } from '@guildhall/testing';

export interface RecordedFact {
  type: string;
  recordedAt: string;
  data: { workspaceId: string } & Record<string, unknown>;
}

/** All events of these types, in the order of the log. */
export const recordedEvents = async (installation: Installation, types: readonly string[]): Promise<RecordedFact[]> => {
  const found: RecordedFact[] = [];
  for (let after: string | null = ''; after !== null;) {
    const cursor: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const { status, body } = await installation.request<{ items: RecordedFact[]; next: string | null }>(
      'GET',
      `/history?limit=500&type=${types.join(',')}${cursor}`,
    );
    if (status !== 200) throw new Error(`The history was not answered: ${status} ${JSON.stringify(body)}`);
    found.push(...body.items);
    after = body.next;
  }
  return found;
};

/** When each workspace had its first event of this type, in milliseconds since the epoch. */
export const firstOf = (events: readonly RecordedFact[], type: string): Map<string, number> => {
  const first = new Map<string, number>();
  for (const event of events)
    if (event.type === type && !first.has(event.data.workspaceId))
      first.set(event.data.workspaceId, Date.parse(event.recordedAt));
  return first;
};
