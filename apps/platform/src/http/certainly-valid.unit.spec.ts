import 'reflect-metadata';
import { CreateWorkspaceBody, HeartbeatBody } from '@guildhall/contracts';
import { BodyPipe } from './body.pipe.js';
import { certainlyValid } from './certainly-valid.js';

const isValid = certainlyValid(HeartbeatBody);
const workspace_id = '0190a0b0-0000-7000-8000-000000000001';

/** What the pipe makes of a body; null: it refuses it. */
const piped = (body: unknown): unknown => {
  try {
    return new BodyPipe().transform(body, { type: 'body', metatype: HeartbeatBody });
  } catch {
    return null;
  }
};

const values = [
  undefined,
  null,
  '',
  'wedged',
  'x'.repeat(1_001),
  'x'.repeat(2_001),
  workspace_id,
  workspace_id.toUpperCase(),
  '0',
  0,
  1,
  0.5,
  -1,
  1_000_001,
  true,
  [],
  [1],
  {},
  { heartbeat_interval_seconds: 30 },
];
const fields = [
  'workspace_id',
  'error_rate',
  'sample_error',
  'active_tasks',
  'uptime_seconds',
  'current_task',
  'monthly_spend',
  'runtime_state',
  'runtime_metadata',
  'mood',
  'toString',
  'constructor',
];
const bodies = [
  ...fields.flatMap((field) => values.map((value) => ({ workspace_id, [field]: value }))),
  {},
  { error_rate: 0 },
];

describe('the quick yes to a body', () => {
  it.each(bodies.map((body) => [JSON.stringify(body), body]))(
    'is never another verdict than that of the pipe: %s',
    (_, body) => {
      if (isValid(body)) expect({ ...(piped(body) as object) }).toEqual(body);
    },
  );

  it('is said to every beat that runtimes send', () => {
    expect(isValid({ workspace_id })).toBe(true);
    const telemetry = { error_rate: 0.2, active_tasks: 1, current_task: 'reads', runtime_state: 'wedged' };
    expect(isValid({ workspace_id, ...telemetry, runtime_metadata: { heartbeat_interval_seconds: 30 } })).toBe(true);
  });

  it.each([[undefined], [null], ['text'], [[{ workspace_id }]], [{ workspace_id, mood: 'good' }], [{}]])(
    'is not said to %j',
    (body) => expect(isValid(body)).toBe(false),
  );

  it('is not said where a rule is about more than one value', () => {
    expect(certainlyValid(CreateWorkspaceBody)({ name: 'A', canvas: { x: 1, y: 2 } })).toBe(false);
  });
});
