import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { viewNames } from '@guildhall/contracts';
import { Installation, until } from '@guildhall/testing';

const isReplicated = process.env['GUILDHALL_E2E_STORES'] === 'server';

describe('several processes', { skip: isReplicated ? false : 'one of each in embedded mode' }, () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.started({ GUILDHALL_BACKEND: 'off' });
  });
  after(() => installation?.remove());

  /** Milliseconds from the answer of a command until the views show it. */
  const shown = async (name: string): Promise<number> => {
    const { body } = await installation.request<{ position: string }>('POST', '/workspaces', { name, external: true });
    const from = performance.now();
    await until('the views to show it', async () => {
      const { status } = await installation.request('GET', `/organisation?min_position=${body.position}`);
      return status === 200;
    });
    return performance.now() - from;
  };

  it('take over from one that hangs, which writes nothing when it wakes', async () => {
    for (const name of installation.names('projector')) {
      installation.signal(name, 'SIGSTOP');
      console.log(`${name} hangs: shown after ${Math.round(await shown(`while ${name} hangs`))} ms`);
      installation.signal(name, 'SIGCONT');
      await shown(`after ${name} woke`);
    }
    for (const view of viewNames) {
      const { status, output } = await installation.run('dist/apps/projector/cli.js', ['compare', view]);
      assert.equal(status, 0, `${view}: ${output}`);
    }
  });

  it('share idempotency keys and tokens', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        installation.request<{ id: string }>(
          'POST',
          '/workspaces',
          { name: 'Once', external: true },
          { 'idempotency-key': `once-${number % 2}`, connection: 'close' },
        ),
      ),
    );
    const made = answers.filter(({ status }) => status < 300);
    assert.ok(made.length >= 2);
    assert.equal(new Set(made.map(({ body }) => body.id)).size, 2);
    const refused = answers.filter(({ status }) => status >= 300).map(({ body }) => (body as { code?: string }).code);
    assert.deepEqual(
      [...new Set(refused)].filter((code) => code !== 'TOKEN_ALREADY_SHOWN'),
      [],
    );
  });

  it('notice at once that another platform revoked a token', async () => {
    const { body: made } = await installation.request<{ id: string; connection: { auth_token: string } }>(
      'POST',
      '/workspaces',
      { name: 'Revoked', external: true },
    );
    const ask = (): Promise<number> =>
      installation
        .fetch(`/workspaces/${made.id}`, {
          headers: { authorization: `Bearer ${made.connection.auth_token}`, connection: 'close' },
        })
        .then(({ status }) => status);
    assert.deepEqual([await ask(), await ask()], [200, 200], 'both platforms know the token at once');
    const { body } = await installation.request<{ tokens: { id: string }[] }>('GET', `/workspaces/${made.id}/tokens`);
    for (const { id } of body.tokens) await installation.request('DELETE', `/workspaces/${made.id}/tokens/${id}`);
    await until('both platforms to refuse it', async () => (await ask()) === 401 && (await ask()) === 401, {
      timeoutMs: 1_000,
    });
  });
});
