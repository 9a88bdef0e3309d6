import type { ErrorCode } from '@guildhall/contracts';
import { until } from '@guildhall/testing';
import { io, type Socket } from 'socket.io-client';
import { PlatformPlace, type External } from '../../testing/platform-place.suite.js';

/** Method, path and request of a refusal in one line. */
const routeOf = ({ method, path, request }: Record<string, unknown>): string =>
  [method, path, request].filter((part) => typeof part === 'string').join(' ');

describe('what sockets are refused stands in the log', () => {
  let place: PlatformPlace;
  let own: External;
  let other: External;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    place = await PlatformPlace.started();
    [own, other] = [await place.external('Own'), await place.external('Other')];
  });
  afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));
  afterAll(() => place.remove());

  const connect = (namespace: string, token: string, more: object = {}): Socket => {
    const options = { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false, ...more };
    const socket = io(`${place.platform.url}${namespace}`, options);
    sockets.push(socket);
    return socket;
  };
  const refusalOf = (socket: Socket): Promise<string | undefined> =>
    new Promise((resolve) =>
      socket.once('connect_error', (error: Error & { data?: { code?: string } }) => resolve(error.data?.code)),
    );
  const noted = (code: ErrorCode, route: string): Promise<Record<string, unknown>> =>
    until(`${code} for ${route}`, async () =>
      (await place.recorded('AccessRefused')).find((data) => data['code'] === code && routeOf(data) === route),
    );
  const revoked = async (): Promise<string> => {
    const { body } = await place.ask('POST', `/workspaces/${own.id}/tokens`, {});
    await place.ask('DELETE', `/workspaces/${own.id}/tokens/${body['id'] as string}`);
    return body['auth_token'] as string;
  };

  it.each(['/live', '/terminal'])('when they show a token that was guessed or revoked: %s', async (namespace) => {
    expect(await refusalOf(connect(namespace, 'A'.repeat(43)))).toBe('UNAUTHENTICATED');
    expect((await noted('UNAUTHENTICATED', `SOCKET ${namespace}`))['credentialId']).toMatch(/^unknown-/);
    expect(await refusalOf(connect(namespace, await revoked()))).toBe('TOKEN_REVOKED');
    await noted('TOKEN_REVOKED', `SOCKET ${namespace}`);
  });

  it('when they come from a page that is not trusted, before the upgrade', async () => {
    const extraHeaders = { origin: 'http://elsewhere.test' };
    const socket = connect('/live', place.adminToken, { extraHeaders });
    await new Promise((resolve) => socket.once('connect_error', resolve));
    await noted('WRONG_ORIGIN', 'SOCKET /socket.io');
  });

  it('with the token that was used where it does not hold the permission', async () => {
    expect(await refusalOf(connect('/terminal', own.token))).toBe('FORBIDDEN');
    expect((await noted('FORBIDDEN', 'SOCKET /terminal'))['credentialId']).not.toMatch(/^unknown-/);
    const { status } = await place.ask('POST', `/workspaces/${own.id}/tokens`, {}, own.token);
    expect(status).toBe(403);
    const asked = await noted('FORBIDDEN', 'POST /workspaces/:id/tokens');
    expect(asked['credentialId']).not.toMatch(/^unknown-/);
  });

  it('when they ask for a foreign scope, whether they want an answer or not', async () => {
    const scope = { kind: 'workspace', id: other.id };
    const socket = connect('/live', own.token);
    expect(await socket.emitWithAck('subscribe', { sub: 'a', scope })).toMatchObject({ ok: false });
    expect(await noted('FOREIGN_WORKSPACE', 'SOCKET /live subscribe')).toMatchObject({
      workspaceId: other.id,
      count: 1,
    });
    socket.emit('replay', { sub: 'b', from: '0', to: '1', speed: 1 });
    await noted('FORBIDDEN', 'SOCKET /live replay');
  });

  it('and what they are allowed does not', async () => {
    const scope = { kind: 'workspace', id: own.id };
    expect(await connect('/live', own.token).emitWithAck('subscribe', { sub: 'a', scope })).toEqual({ ok: true });
    const routes = (await place.recorded('AccessRefused')).filter(({ workspaceId }) => workspaceId === own.id);
    expect(routes.map(routeOf)).not.toContain('SOCKET /live subscribe');
  });
});
