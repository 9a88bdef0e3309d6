import 'reflect-metadata';
import { CreateWorkspaceBody, HeartbeatBody, PatchWorkspaceBody, type GuildhallError } from '@guildhall/contracts';
import { BodyPipe } from './body.pipe.js';

const piped = (metatype: new () => object, body: unknown): Record<string, unknown> => ({
  ...(new BodyPipe().transform(body, { type: 'body', metatype }) as object),
});
const refusal = (metatype: new () => object, body: unknown): unknown => {
  try {
    return piped(metatype, body);
  } catch (error) {
    const { code, details } = error as GuildhallError;
    return [code, [...new Set((details['fields'] as { field: string }[]).map(({ field }) => field))]];
  }
};
const workspace_id = '0190a0b0-0000-7000-8000-000000000001';

describe('a body', () => {
  it('may say null for what it does not say', () => {
    const nulls = { role: null, tier: null, manages_team: null, tags: null, canvas: null, template: null };
    expect(piped(CreateWorkspaceBody, { name: 'A', ...nulls })).toEqual({ name: 'A' });
    expect(piped(HeartbeatBody, { workspace_id, error_rate: null, runtime_state: null })).toEqual({ workspace_id });
  });

  it('keeps a null that means something', () => {
    expect(piped(CreateWorkspaceBody, { name: 'A', parent_id: null })).toEqual({ name: 'A', parent_id: null });
    expect(piped(PatchWorkspaceBody, { model: null, x: null, y: null })).toEqual({ model: null, x: null, y: null });
  });

  it('needs what is needed, and a change has no null where there is nothing to clear', () => {
    expect(refusal(CreateWorkspaceBody, { name: null })).toEqual(['VALIDATION_FAILED', ['name']]);
    for (const field of ['name', 'role', 'tier', 'runtime', 'collapsed', 'workspace_access', 'tags'])
      expect(refusal(PatchWorkspaceBody, { [field]: null })).toEqual(['VALIDATION_FAILED', [field]]);
  });
});
