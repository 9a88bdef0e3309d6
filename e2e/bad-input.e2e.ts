import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Installation, jsonRequest } from '@guildhall/testing';

interface Problem {
  code: string;
  error: string;
  fix: string;
  fields?: { field: string; message: string }[];
  correlation_id?: string;
}
interface Created {
  id: string;
  status: string;
  position: string;
  event_ids: string[];
  connection?: { auth_token: string; command_line: string };
}

/** Headers of a page elsewhere, with whatever cookie the browser has. */
const foreignPage = { origin: 'http://elsewhere.test', cookie: 'gh_session=x' };

describe('bad input and refusals', () => {
  let installation: Installation;
  const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    installation.request<Problem & Created>(method, path, body, headers);
  const create = async (name: string, rest: object = {}): Promise<Created> => {
    const answer = await ask('POST', '/workspaces', { name, external: true, ...rest });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };
  const refused = async (
    expected: [number, string],
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Problem> => {
    const answer = await ask(method, path, body, headers);
    assert.deepEqual([answer.status, answer.body.code], expected, JSON.stringify(answer.body));
    assert.ok(answer.body.error.length > 0 && answer.body.fix.length > 0);
    assert.equal(answer.headers.get('content-type')?.startsWith('application/problem+json'), true);
    return answer.body;
  };

  before(async () => {
    installation = await Installation.started();
  });
  after(() => installation?.remove());

  it('refuses what is nested too deep, also within a card, and lists as before', async () => {
    let deep: unknown = 'the end';
    for (let level = 0; level < 999; level += 1) deep = { deep };
    await refused([400, 'JSON_TOO_DEEP'], 'POST', '/workspaces', { name: 'Deep', external: true, canvas: deep });
    await refused([400, 'JSON_TOO_DEEP'], 'POST', '/org/import', { template: deep });
    const { id, connection } = await create('Deep card');
    const card = { id, url: 'http://127.0.0.1:9/', agent_card: { name: 'Deep', more: deep } };
    const token = { authorization: `Bearer ${connection?.auth_token}` };
    await refused([400, 'JSON_TOO_DEEP'], 'POST', '/registry/register', card, token);
    assert.equal((await ask('GET', '/workspaces')).status, 200);
  });

  it('names every invalid field', async () => {
    const body = { name: 'two\nlines', tier: 9, unknown: true, canvas: { x: 'left' }, parent_id: 'no-id' };
    const { fields } = await refused([400, 'VALIDATION_FAILED'], 'POST', '/workspaces', body);
    assert.deepEqual([...new Set(fields?.map(({ field }) => field))].sort(), [
      'canvas.x',
      'canvas.y',
      'name',
      'parent_id',
      'tier',
      'unknown',
    ]);
    await refused([400, 'VALIDATION_FAILED'], 'POST', '/workspaces', { name: 'x'.repeat(256) });
    await refused([400, 'VALIDATION_FAILED'], 'POST', '/workspaces', { name: 'carriage\rreturn' });
  });

  it('refuses fields of later versions by name', async () => {
    for (const field of ['budget_limit', 'secrets', 'max_concurrent_tasks', 'initial_memories']) {
      const { error } = await refused([400, 'NOT_YET'], 'POST', '/workspaces', { name: 'A', [field]: 1 });
      assert.match(error, new RegExp(field));
    }
  });

  it('refuses bodies that are too large or not JSON', async () => {
    await refused([413, 'BODY_TOO_LARGE'], 'POST', '/workspaces', { name: 'A', role: 'x'.repeat(1_100_000) });
    const raw = async (body: string, type: string): Promise<[number, string]> => {
      const headers = { authorization: `Bearer ${installation.adminToken}`, 'content-type': type };
      const answer = await installation.fetch('/workspaces', { method: 'POST', headers, body });
      return [answer.status, ((await answer.json()) as Problem).code];
    };
    assert.deepEqual(await raw('{', 'application/json'), [400, 'BAD_JSON']);
    assert.deepEqual(await raw('[]', 'application/json'), [400, 'BAD_JSON']);
    assert.deepEqual(await raw('name=A', 'application/x-www-form-urlencoded'), [415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('distinguishes a malformed id from an unknown one', async () => {
    await refused([400, 'BAD_ID'], 'GET', '/workspaces/abc');
    await refused([404, 'WORKSPACE_NOT_FOUND'], 'GET', `/workspaces/${randomUUID()}`);
    await refused([404, 'WORKSPACE_NOT_FOUND'], 'PATCH', `/workspaces/${randomUUID()}`, { name: 'A' });
    await refused([404, 'PARENT_NOT_FOUND'], 'POST', '/workspaces', { name: 'A', parent_id: randomUUID() });
    await refused([404, 'ROUTE_NOT_FOUND'], 'GET', '/nothing-here');
  });

  it('refuses cycles and unconfirmed removals of a team', async () => {
    const top = await create('Top');
    const middle = await create('Middle', { parent_id: top.id });
    const bottom = await create('Bottom', { parent_id: middle.id });
    await refused([409, 'WORKSPACE_CYCLE'], 'PATCH', `/workspaces/${top.id}`, { parent_id: bottom.id });
    await refused([409, 'WORKSPACE_CYCLE'], 'PATCH', `/workspaces/${top.id}`, { parent_id: top.id });
    const { children, children_count: count } = (await refused(
      [409, 'CONFIRMATION_REQUIRED'],
      'DELETE',
      `/workspaces/${top.id}`,
    )) as unknown as {
      children: { name: string }[];
      children_count: number;
    };
    assert.deepEqual([children.map(({ name }) => name), count], [['Middle'], 1]);
  });

  it('reports the applied half of a PATCH when the other half is refused', async () => {
    const [one, other] = [await create('One'), await create('Other')];
    const problem = await refused([400, 'COMMAND_WITHOUT_RUNTIME'], 'PATCH', `/workspaces/${one.id}`, {
      parent_id: other.id,
      command: 'cat',
    });
    assert.deepEqual((problem as unknown as { applied: string[] }).applied, ['parent_id']);
    const { body } = await ask('GET', '/history/state');
    const graph = (body as unknown as { graph: { workspaces: { id: string; parentId: string }[] } }).graph;
    assert.equal(graph.workspaces.find(({ id }) => id === one.id)?.parentId, other.id);
  });

  it('distinguishes a position that the log does not have from a view that is behind', async () => {
    for (const path of ['/workspaces', '/organisation'])
      await refused([404, 'POSITION_UNKNOWN'], 'GET', path, undefined, { 'x-min-position': '9'.repeat(16) });
    const { id } = await create('Awaited');
    await refused([404, 'POSITION_UNKNOWN'], 'GET', `/workspaces/${id}/messages?min_position=latest`);
  });

  it('refuses a stale If-Match and accepts a current one', async () => {
    const { id, position } = await create('Versioned');
    const first = await ask('GET', `/workspaces/${id}?min_position=${position}`);
    const etag = first.headers.get('etag') ?? '';
    assert.match(etag, /^"-\.\d+"$/);
    assert.equal((await ask('PATCH', `/workspaces/${id}`, { name: 'Renamed' }, { 'if-match': etag })).status, 200);
    await refused([412, 'PRECONDITION_FAILED'], 'PATCH', `/workspaces/${id}`, { name: 'Again' }, { 'if-match': etag });
    await refused([400, 'BAD_IF_MATCH'], 'PATCH', `/workspaces/${id}`, { name: 'Again' }, { 'if-match': 'yesterday' });
  });

  it('repeats the first answer for a repeated request, and refuses a different one under the same key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { name: 'Only once', runtime: 'command', command: 'cat' };
    const [first, again] = [await ask('POST', '/workspaces', body, key), await ask('POST', '/workspaces', body, key)];
    assert.deepEqual([again.status, again.body], [201, first.body]);
    await refused([422, 'IDEMPOTENCY_KEY_REUSED'], 'POST', '/workspaces', { ...body, name: 'Twice' }, key);
    await refused([400, 'BAD_IDEMPOTENCY_KEY'], 'POST', '/workspaces', body, { 'idempotency-key': 'x'.repeat(201) });
  });

  it('shows a token only once, even to a repeated request', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await ask('POST', '/workspaces', { name: 'Laptop', external: true }, key);
    assert.match(first.body.connection?.command_line ?? '', /npm run agent -- .*--workspace .*--token /);
    await refused([409, 'TOKEN_ALREADY_SHOWN'], 'POST', '/workspaces', { name: 'Laptop', external: true }, key);
  });

  it('requires a credential, and limits a workspace to its own data', async () => {
    const [mine, other] = [await create('Mine'), await create('Foreign')];
    const token = mine.connection?.auth_token ?? '';
    const bearer = { authorization: `Bearer ${token}` };
    const anonymous = await installation.fetch('/workspaces');
    assert.deepEqual([anonymous.status, ((await anonymous.json()) as Problem).code], [401, 'UNAUTHENTICATED']);
    await refused([401, 'UNAUTHENTICATED'], 'GET', '/workspaces', undefined, { authorization: 'Bearer guessed' });
    await refused([403, 'FORBIDDEN'], 'GET', '/workspaces', undefined, bearer);
    await refused([403, 'FOREIGN_WORKSPACE'], 'GET', `/workspaces/${other.id}`, undefined, bearer);
    await refused([403, 'FOREIGN_WORKSPACE'], 'POST', '/registry/heartbeat', { workspace_id: other.id }, bearer);
    await refused([403, 'FORBIDDEN'], 'PATCH', `/workspaces/${mine.id}`, { parent_id: other.id }, bearer);
    const page = await jsonRequest<Problem>(installation.url, 'POST', '/workspaces', null, { name: 'A' }, foreignPage);
    assert.deepEqual([page.status, page.body.code], [403, 'WRONG_ORIGIN']);
    const { body } = await installation.request<{ tokens: { id: string }[] }>('GET', `/workspaces/${mine.id}/tokens`);
    await ask('DELETE', `/workspaces/${mine.id}/tokens/${body.tokens[0]?.id}`);
    await refused([401, 'TOKEN_REVOKED'], 'POST', '/registry/heartbeat', { workspace_id: mine.id }, bearer);
  });

  it('refuses agents at forbidden addresses', async () => {
    const { id } = await create('Pointer');
    for (const url of ['http://169.254.169.254/latest', 'http://10.0.0.1/', `${installation.url}/workspaces`]) {
      await refused([400, 'AGENT_URL_FORBIDDEN'], 'POST', '/registry/register', { id, url, agent_card: { name: 'A' } });
    }
    await refused([400, 'AGENT_CARD_INVALID'], 'POST', '/registry/register', {
      id,
      url: 'http://127.0.0.1:9/',
      agent_card: { skills: 'none' },
    });
  });
});
