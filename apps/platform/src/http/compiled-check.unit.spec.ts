import 'reflect-metadata';
import * as contracts from '@guildhall/contracts';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import fc from 'fast-check';
import { compiledCheck } from './compiled-check.js';

type Contract = new () => object;
const { CreateWorkspaceBody, HeartbeatBody, PatchWorkspaceBody, SendMessageBody } = contracts;

/** Every class of a body that the contracts export. */
const bodies = Object.entries(contracts).filter(([name]) => name.endsWith('Body')) as [string, Contract][];
const workspace_id = '0190a0b0-0000-7000-8000-000000000001';

/** The answer of class-validator, as the pipe asks it. */
const isAccepted = (contract: Contract, body: object): boolean =>
  validateSync(plainToInstance(contract, body), {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
  }).length === 0;

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

const bodyOf = (contract: Contract): fc.Arbitrary<object> => {
  const rules = getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);
  const names = [...new Set(rules.map(({ propertyName }) => propertyName)), 'unknown', 'constructor'];
  return fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 5 });
};

describe('the compiled check of bodies', () => {
  it.each(bodies)('never accepts what class-validator refuses: %s', (_name, contract) => {
    const check = compiledCheck(contract);
    const property = fc.property(bodyOf(contract), (body) => !check(body) || isAccepted(contract, body));
    fc.assert(property, { numRuns: 400 });
  });

  it.each<[Contract, object]>([
    [HeartbeatBody, { workspace_id, error_rate: 0.1, active_tasks: 2, current_task: 'reads', uptime_seconds: 3.5 }],
    [HeartbeatBody, { workspace_id, runtime_state: '', runtime_metadata: { heartbeat_interval_seconds: 30 } }],
    [CreateWorkspaceBody, { name: 'Coder', role: 'writes code', tier: 2, tags: ['a', 'b'], workspace_access: 'none' }],
    [PatchWorkspaceBody, { name: 'Coder', collapsed: true, x: 1, y: -2.5 }],
    [SendMessageBody, { text: 'Hello', context_id: 'c-1' }],
  ])('accepts a good body at once: %p', (contract, body) => {
    expect(isAccepted(contract, body)).toBe(true);
    expect(compiledCheck(contract)(body)).toBe(true);
  });

  it.each([
    ['an unknown member', { workspace_id, color: 'red' }],
    ['a missing one', {}],
    ['no object', [workspace_id]],
    ['nothing', undefined],
  ])('does not accept %s', (_what, body) => expect(compiledCheck(HeartbeatBody)(body)).toBe(false));

  it('leaves fields to class-validator that a schema cannot express', () => {
    const check = compiledCheck(CreateWorkspaceBody);
    expect(check({ name: 'A', url: 'http://127.0.0.1:1/' })).toBe(false);
    expect(check({ name: 'A', canvas: { x: 1, y: 2 } })).toBe(false);
    expect(check({ name: 'a{b}' })).toBe(false);
    expect(check({ name: 'a\nb' })).toBe(false);
  });
});
