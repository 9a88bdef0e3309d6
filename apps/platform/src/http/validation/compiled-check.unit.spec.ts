import 'reflect-metadata';
import { HistoryQuery } from '@guildhall/contracts/history/queries';
import { AckRequest, ReplayRequest } from '@guildhall/contracts/live/requests';
import { SendMessageBody } from '@guildhall/contracts/messages/bodies';
import { HeartbeatBody } from '@guildhall/contracts/registry/bodies';
import { TerminalInputRequest } from '@guildhall/contracts/terminal/requests';
import { CreateWorkspaceBody, PatchWorkspaceBody } from '@guildhall/contracts/workspaces/bodies';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import fc from 'fast-check';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { compiledCheck, type Contract } from './compiled-check.js';

type AnyContract = Contract<object>;

const rulesOf = (contract: AnyContract) =>
  getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);
const contracts = resolve(import.meta.dirname, '../../../../../libs/contracts/src');
const modules = await Promise.all(
  globSync('{paging,*/{bodies,queries,requests}}.ts', { cwd: contracts }).map(
    (file) => import(resolve(contracts, file)) as Promise<Record<string, unknown>>,
  ),
);
/** Every class of an input that the contracts declare. */
const inputs = modules
  .flatMap((module) => Object.entries(module))
  .filter(
    (entry): entry is [string, AnyContract] =>
      typeof entry[1] === 'function' && rulesOf(entry[1] as AnyContract).length > 0,
  );
const isQuery = ([name]: [string, AnyContract]): boolean => /(Query|Range)$/.test(name);
const workspace_id = '0190a0b0-0000-7000-8000-000000000001';

const isValid = (instance: object): boolean =>
  validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false }).length === 0;
/** The answer of class-validator about a body or a request. */
const isAccepted = (contract: AnyContract, body: object): boolean => isValid(plainToInstance(contract, body));
/** A query after its values have become what its class says. */
const converted = (contract: AnyContract, query: object): object =>
  plainToInstance(contract, query, { enableImplicitConversion: true });

const value = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'wedged', workspace_id, workspace_id.toUpperCase(), `urn:uuid:${workspace_id}`),
  fc.constantFrom<unknown>(
    '\uFE0F',
    '\uD800',
    'a\u0000b',
    'a{b}',
    'two\nlines',
    'http://x',
    'x'.repeat(300),
    'read_only',
  ),
  fc.constantFrom<unknown>(0, 1, 2, 1.5, -1, 1e9, true, false, {}, { x: 1, y: 2 }, [], ['a'], ['a', 'a'], [1], [null]),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Texts as they stand in an address; a name that is given twice has two. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '1.5',
    '1e9',
    'true',
    'false',
    'NaN',
    'asc',
    workspace_id,
    '2026-01-01',
    '\uFE0F',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const sentText = fc.oneof(text, fc.array(text, { maxLength: 2 }));

const fieldsOf = (contract: AnyContract, of: fc.Arbitrary<unknown>): fc.Arbitrary<object> => {
  const names = [...new Set(rulesOf(contract).map(({ propertyName }) => propertyName)), 'unknown', 'constructor'];
  return fc.dictionary(fc.constantFrom(...names), of, { maxKeys: 5 });
};

describe('the compiled check', () => {
  it.each(inputs)('never accepts what class-validator refuses: %s', (_name, contract) => {
    const check = compiledCheck(contract);
    const property = fc.property(fieldsOf(contract, value), (body) => !check(body) || isAccepted(contract, body));
    fc.assert(property, { numRuns: 400 });
  });

  it.each(inputs.filter(isQuery))('never accepts a query that class-validator refuses: %s', (_name, contract) => {
    const check = compiledCheck(contract);
    const property = fc.property(fieldsOf(contract, sentText), (query) => {
      const instance = converted(contract, query);
      return !check(instance) || isValid(instance);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('knows the classes of bodies, queries and requests', () => {
    const names = inputs.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['HeartbeatBody', 'HistoryQuery', 'ConsoleRange', 'AckRequest']));
  });

  it.each<[AnyContract, object]>([
    [HeartbeatBody, { workspace_id, error_rate: 0.1, active_tasks: 2, current_task: 'reads', uptime_seconds: 3.5 }],
    [HeartbeatBody, { workspace_id, runtime_state: '', runtime_metadata: { heartbeat_interval_seconds: 30 } }],
    [CreateWorkspaceBody, { name: 'Coder', role: 'writes code', tier: 2, tags: ['a', 'b'], workspace_access: 'none' }],
    [CreateWorkspaceBody, { name: 'Coder', runtime: 'external', url: 'http://127.0.0.1:9/', parent_id: workspace_id }],
    [PatchWorkspaceBody, { name: 'Coder', collapsed: true, x: 1, y: -2.5 }],
    [SendMessageBody, { text: 'Hello', context_id: 'c-1' }],
    [AckRequest, { sub: 'organisation', to: '0007' }],
    [ReplayRequest, { sub: 'organisation', from: '0001', to: '0007', speed: 4 }],
    [TerminalInputRequest, { session: 's', data: 'ls\n' }],
    [HistoryQuery, converted(HistoryQuery, { limit: '5', type: 'WorkspaceCreated' })],
  ])('accepts a good input at once: %p', (contract, body) => {
    expect(isAccepted(contract, body)).toBe(true);
    expect(compiledCheck(contract)(body)).toBe(true);
  });

  it.each([
    ['an unknown member', { workspace_id, color: 'red' }],
    ['a missing one', {}],
    ['no object', [workspace_id]],
    ['nothing', undefined],
  ])('does not accept %s', (_what, body) => expect(compiledCheck(HeartbeatBody)(body)).toBe(false));

  it('leaves a value to class-validator that it does not know to be good', () => {
    const check = compiledCheck(CreateWorkspaceBody);
    expect(check({ name: 'A', url: 'ftp://127.0.0.1:1/' })).toBe(false);
    expect(check({ name: 'A', canvas: { x: 1, y: 2 } })).toBe(false);
    expect(check({ name: 'a{b}' })).toBe(false);
    expect(check({ name: 'a\nb' })).toBe(false);
  });
});
