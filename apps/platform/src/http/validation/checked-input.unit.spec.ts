import 'reflect-metadata';
import type { GuildhallError } from '@guildhall/contracts';
import { ReplaceFilesBody } from '@guildhall/contracts/files/bodies';
import { ListFilesQuery } from '@guildhall/contracts/files/queries';
import { HistoryQuery } from '@guildhall/contracts/history/queries';
import { AckRequest, ReplayRequest, SubscribeRequest, SubscriptionRequest } from '@guildhall/contracts/live/requests';
import { ConsoleRange, HibernateQuery } from '@guildhall/contracts/provisioning/queries';
import { HeartbeatBody } from '@guildhall/contracts/registry/bodies';
import { PollQuery } from '@guildhall/contracts/registry/queries';
import { OpenTerminalRequest, TerminalInputRequest } from '@guildhall/contracts/terminal/requests';
import { ImportOrganisationBody } from '@guildhall/contracts/templates/bodies';
import { CreateWorkspaceBody, PatchWorkspaceBody } from '@guildhall/contracts/workspaces/bodies';
import { ListQuery } from '@guildhall/contracts/workspaces/queries';
import { acceptedRequest, checkedBody, checkedQuery, checkedRequest } from './checked-input.js';

type Contract = new () => object;
type Check = (contract: Contract, input: never) => object;

const accepted = (contract: Contract, body: unknown): object => ({ ...checkedBody(contract, body) });
const refusal = (contract: Contract, input: unknown, check: Check = checkedBody): unknown => {
  try {
    return { ...check(contract, input as never) };
  } catch (error) {
    const { code, details } = error as GuildhallError;
    return [code, [...new Set((details['fields'] as { field: string }[]).map(({ field }) => field))]];
  }
};
const workspace_id = '0190a0b0-0000-7000-8000-000000000001';

describe('a body', () => {
  it('may say null for what it does not say', () => {
    const nulls = { role: null, tier: null, manages_team: null, tags: null, canvas: null, template: null };
    expect(accepted(CreateWorkspaceBody, { name: 'A', ...nulls })).toEqual({ name: 'A' });
    expect(accepted(HeartbeatBody, { workspace_id, error_rate: null, runtime_state: null })).toEqual({ workspace_id });
  });

  it('keeps a null that means something', () => {
    expect(accepted(CreateWorkspaceBody, { name: 'A', parent_id: null })).toEqual({ name: 'A', parent_id: null });
    expect(accepted(PatchWorkspaceBody, { model: null, x: null, y: null })).toEqual({ model: null, x: null, y: null });
  });

  it('needs what is needed, and a change has no null where there is nothing to clear', () => {
    expect(refusal(CreateWorkspaceBody, { name: null })).toEqual(['VALIDATION_FAILED', ['name']]);
    for (const field of ['name', 'role', 'tier', 'runtime', 'collapsed', 'workspace_access', 'tags'])
      expect(refusal(PatchWorkspaceBody, { [field]: null })).toEqual(['VALIDATION_FAILED', [field]]);
  });
});

describe('names that any object has', () => {
  const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'];

  it.each(names)('are ordinary names in a map of free keys: %s', (name) => {
    const files = { [name]: 'x' };
    expect({ ...checkedBody(ReplaceFilesBody, { files }).files }).toEqual(files);
    const template = { name: 'O', workspaces: [{ [name]: 'z' }] };
    expect(checkedBody(ImportOrganisationBody, { template }).template).toEqual(template);
  });

  it.each(names)('are no fields of a body, at any depth: %s', (name) => {
    const body = { name: 'Coder', [name]: 'x', canvas: { x: 1, y: 2, [name]: {} } };
    expect(refusal(CreateWorkspaceBody, body)).toEqual(['VALIDATION_FAILED', [name, `canvas.${name}`]]);
    expect(refusal(CreateWorkspaceBody, { name: 'Coder', other: { [name]: 'x' } })).toEqual([
      'VALIDATION_FAILED',
      ['other'],
    ]);
    expect({ ...checkedRequest(SubscriptionRequest, { sub: 'a', [name]: 'x' }) }).toEqual({ sub: 'a' });
  });
});

describe('a query', () => {
  it.each<[Contract, Record<string, unknown>, object]>([
    [HistoryQuery, {}, { limit: 100, direction: 'asc' }],
    [HistoryQuery, { limit: '5', direction: 'desc', up_to: '7' }, { limit: 5, direction: 'desc', up_to: 7 }],
    [ListFilesQuery, { root: '/configs', depth: '2' }, { root: '/configs', depth: 2 }],
    [ConsoleRange, { after: '-10' }, { after: -10, limit: 262_144 }],
    [PollQuery, { after: '3' }, { after: 3, limit: 100 }],
    [ListQuery, { removed: 'true' }, { removed: true }],
    [ListQuery, { removed: 'yes' }, { removed: false }],
    [HibernateQuery, {}, { force: false }],
  ])('becomes what its class says: %p %p', (contract, query, expected) => {
    const { ...given } = checkedQuery(contract, query);
    expect(JSON.parse(JSON.stringify(given))).toEqual(expected);
  });

  it.each<[Contract, Record<string, unknown>, string]>([
    [HistoryQuery, { limit: 'many' }, 'limit'],
    [HistoryQuery, { limit: '501' }, 'limit'],
    [HistoryQuery, { limit: ['1', '2'] }, 'limit'],
    [HistoryQuery, { direction: 'up' }, 'direction'],
    [ListFilesQuery, { depth: '1.5' }, 'depth'],
    [ListQuery, { colour: 'red' }, 'colour'],
  ])('is refused by the field: %p %p', (contract, query, field) => {
    expect(refusal(contract, query, checkedQuery)).toEqual(['VALIDATION_FAILED', [field]]);
  });
});

describe('a request of a socket', () => {
  const sub = 'organisation';
  const workspace = { kind: 'workspace', id: workspace_id };

  it.each<[Contract, object]>([
    [SubscribeRequest, { sub, scope: { kind: 'organisation' } }],
    [SubscribeRequest, { sub, scope: workspace, from: '', foldVersion: 1, logId: 'log' }],
    [SubscribeRequest, { sub, scope: { kind: 'delegation', id: workspace_id } }],
    [AckRequest, { sub, to: '' }],
    [ReplayRequest, { sub, from: '01', to: '02', speed: 0.1, idleMs: 0 }],
    [OpenTerminalRequest, { workspaceId: workspace_id.toUpperCase(), columns: 1_000, rows: 500 }],
    [TerminalInputRequest, { session: '', data: 'x'.repeat(8_192) }],
  ])('is accepted: %p', (contract, request) => {
    expect(JSON.parse(JSON.stringify(checkedRequest(contract, request)))).toEqual(request);
  });

  it.each<[Contract, unknown, string[]]>([
    [SubscribeRequest, undefined, ['sub', 'scope']],
    [SubscribeRequest, [], ['sub', 'scope']],
    [SubscribeRequest, { sub: '', scope: workspace }, ['sub']],
    [SubscribeRequest, { sub: 'x'.repeat(101), scope: workspace }, ['sub']],
    [SubscribeRequest, { sub, scope: [] }, ['scope']],
    [SubscribeRequest, { sub, scope: [workspace] }, ['scope']],
    [SubscribeRequest, { sub, scope: null }, ['scope']],
    [SubscribeRequest, { sub, scope: { kind: 'team' } }, ['scope.kind', 'scope.id']],
    [SubscribeRequest, { sub, scope: { kind: 'workspace' } }, ['scope.id']],
    [SubscribeRequest, { sub, scope: { kind: 'workspace', id: 'a' } }, ['scope.id']],
    [SubscribeRequest, { sub, scope: workspace, from: null }, ['from']],
    [SubscribeRequest, { sub, scope: workspace, foldVersion: '1' }, ['foldVersion']],
    [ReplayRequest, { sub, from: '', to: '02', speed: 1_001, idleMs: null }, ['from', 'speed', 'idleMs']],
    [OpenTerminalRequest, { workspaceId: 'a', columns: 0, rows: 1.5 }, ['columns', 'rows', 'workspaceId']],
    [TerminalInputRequest, { session: 'a', data: 'x'.repeat(8_193) }, ['data']],
    [TerminalInputRequest, { session: 1 }, ['session', 'data']],
  ])('is refused by the field: %p', (contract, request, fields) => {
    const [code, refused] = refusal(contract, request, checkedRequest) as [string, string[]];
    expect([code, refused.sort()]).toEqual(['VALIDATION_FAILED', [...fields].sort()]);
  });

  it('may say more than this version knows', () => {
    const request = { sub, scope: { ...workspace, since: 1 }, compressed: true };
    expect({ ...checkedRequest(SubscribeRequest, request) }).toEqual({ sub, scope: workspace });
  });

  it('is nothing where a malformed one is ignored', () => {
    expect(acceptedRequest(SubscriptionRequest, { sub })).toEqual({ sub });
    expect(acceptedRequest(SubscriptionRequest, { sub: 1 })).toBeNull();
  });
});
