import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readPlatformConfig } from '../../config/platform.config.js';
import { PlatformProcess } from '../../platform.process.js';

const adminToken = 'an-operator-of-this-test-0123456789';
const limit = 1_048_576;

interface Answer {
  status: number;
  body: { code?: string; fields?: { field: string; message: string }[]; status?: string; [name: string]: unknown };
  headers: Headers;
}
interface Created {
  id: string;
  connection: { auth_token: string };
}

describe('the route of heartbeats', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-beats-'));
  let platform: PlatformProcess;
  let own: Created;
  let foreign: Created;

  const ask = async (path: string, token: string | null, body: string | null, given: object = {}): Promise<Answer> => {
    const answer = await fetch(`${platform.url}${path}`, {
      method: 'POST',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
        ...given,
      },
      ...(body === null ? {} : { body }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer['body'], headers: answer.headers };
  };
  const beat = (token: string | null, body: unknown, given: object = {}): Promise<Answer> =>
    ask('/registry/heartbeat', token, typeof body === 'string' ? body : JSON.stringify(body), given);
  const created = async (name: string): Promise<Created> =>
    (await ask('/workspaces', adminToken, JSON.stringify({ name, external: true }))).body as unknown as Created;

  beforeAll(async () => {
    const environment = { PORT: '0', DATA_DIR: dataDir, ADMIN_TOKEN: adminToken, GUILDHALL_BACKEND: 'off' };
    platform = await PlatformProcess.start(readPlatformConfig(environment), pino({ level: 'silent' }));
    [own, foreign] = [await created('Own'), await created('Foreign')];
  });
  afterAll(async () => {
    await platform.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('takes a beat, and answers with the headers of every answer', async () => {
    const given = { 'x-correlation-id': 'beat-0001' };
    const { status, body, headers } = await beat(own.connection.auth_token, { workspace_id: own.id }, given);
    expect([status, body]).toEqual([200, { status: 'ok' }]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-correlation-id': 'beat-0001',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('takes the id in any letter case, all fields, and an operator for anybody', async () => {
    const report = { error_rate: 0.2, active_tasks: 0, runtime_metadata: { heartbeat_interval_seconds: 30 } };
    const workspace_id = own.id.toUpperCase();
    expect((await beat(own.connection.auth_token, { workspace_id, ...report })).status).toBe(200);
    expect((await beat(adminToken, { workspace_id: foreign.id })).status).toBe(200);
  });

  describe('refuses as every other route', () => {
    const whole = (): string => JSON.stringify({ workspace_id: own.id, agent_card: { name: 'A' } });
    const cases: [
      what: string,
      token: () => string | null,
      body: () => string | null,
      given: object,
      answer: [number, string],
    ][] = [
      ['nobody', () => null, whole, {}, [401, 'UNAUTHENTICATED']],
      ['a wrong token', () => 'A'.repeat(43), whole, {}, [401, 'UNAUTHENTICATED']],
      ['a wrong token before a wrong body', () => 'guessed', () => '[]', {}, [401, 'UNAUTHENTICATED']],
      ['another kind of credential', () => null, whole, { authorization: 'Basic YTpi' }, [401, 'UNAUTHENTICATED']],
      ['a foreign workspace', () => foreign.connection.auth_token, whole, {}, [403, 'FOREIGN_WORKSPACE']],
      ['a foreign page', () => null, whole, { origin: 'http://elsewhere.test' }, [403, 'WRONG_ORIGIN']],
      ['another organisation', () => adminToken, whole, { 'x-organisation-id': 'o' }, [404, 'ORGANISATION_NOT_FOUND']],
      ['half of a body', () => adminToken, () => '{"workspace_id":', {}, [400, 'BAD_JSON']],
      ['a body of 10 000 levels', () => adminToken, () => '['.repeat(10_000), {}, [400, 'JSON_TOO_DEEP']],
      ['a list', () => adminToken, () => '[]', {}, [400, 'BAD_JSON']],
      ['no body', () => adminToken, () => null, {}, [400, 'VALIDATION_FAILED']],
      ['a poisoned body', () => adminToken, () => '{"__proto__":{"admin":true}}', {}, [400, 'BAD_JSON']],
      ['a form', () => adminToken, whole, { 'content-type': 'text/plain' }, [415, 'UNSUPPORTED_MEDIA_TYPE']],
      ['too much', () => adminToken, () => `{"x":"${'x'.repeat(limit)}"}`, {}, [413, 'BODY_TOO_LARGE']],
    ];

    it.each(cases)('%s', async (_what, token, body, given, [status, code]) => {
      const text = body();
      const own = text?.includes('agent_card') === true ? text.replace(/,"agent_card":\{[^}]*\}/, '') : text;
      const [here, sibling] = [
        await ask('/registry/heartbeat', token(), own, given),
        await ask('/registry/update-card', token(), text, given),
      ];
      expect([here.status, here.body.code]).toEqual([status, code]);
      expect([sibling.status, sibling.body.code]).toEqual([status, code]);
      const shape = ({ headers, body: problem }: Answer) => [[...headers.keys()].sort(), Object.keys(problem).sort()];
      expect(shape(here)).toEqual(shape(sibling));
      expect(here.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    });
  });

  it('names every field that is wrong, and those that there are not', async () => {
    const wrong = { workspace_id: 'x', error_rate: 2, mood: 'good' };
    const { status, body } = await beat(own.connection.auth_token, wrong);
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.fields?.map(({ field }) => field).sort()).toEqual(['error_rate', 'mood', 'workspace_id']);
    expect(body.fields).toContainEqual({ field: 'mood', message: 'there is no such field' });
  });

  it('refuses a token from the moment on in which it was revoked', async () => {
    const issued = (await ask(`/workspaces/${own.id}/tokens`, adminToken, '{}')).body as unknown as {
      id: string;
      auth_token: string;
    };
    expect((await beat(issued.auth_token, { workspace_id: own.id })).status).toBe(200);
    await fetch(`${platform.url}/workspaces/${own.id}/tokens/${issued.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${adminToken}` },
    });
    const { status, body } = await beat(issued.auth_token, { workspace_id: own.id });
    expect([status, body.code]).toEqual([401, 'TOKEN_REVOKED']);
  });

  it('is measured and documented as every other route', async () => {
    const text = async (path: string): Promise<string> =>
      (await fetch(`${platform.url}${path}`, { headers: { authorization: `Bearer ${adminToken}` } })).text();
    const metrics = await text('/metrics');
    expect(metrics).toMatch(/_count\{method="POST",route="\/registry\/heartbeat",status="200"\} [1-9]/);
    expect(metrics).toMatch(/_count\{method="POST",route="\/registry\/heartbeat",status="401"\} [1-9]/);
    expect(metrics).toMatch(/guildhall_heartbeats_total [1-9]/);
    expect(await text('/docs/api-json')).toContain('HeartbeatBody');
  });
});
