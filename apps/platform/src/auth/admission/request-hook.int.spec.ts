import { pageHeader } from '@guildhall/contracts';
import { logInWith, until, type PersonSession } from '@guildhall/testing';
import { PlatformPlace, type External } from '../../testing/platform-place.suite.js';
import { HalfRequest } from './doors.suite.js';

const large = 11 * 1_048_576;
const json = { 'content-type': 'application/json' };
const foreignPage = { origin: 'http://elsewhere.test' };

describe('the door of requests', () => {
  let place: PlatformPlace;
  let own: External;
  let other: External;
  const requests: HalfRequest[] = [];

  beforeAll(async () => {
    place = await PlatformPlace.started({ GUILDHALL_AGENT_REQUESTS_PER_SECOND: '5' });
    [own, other] = [await place.external('Own'), await place.external('Other')];
  });
  afterEach(() => requests.splice(0).forEach((request) => request.close()));
  afterAll(() => place.remove());

  const headersOnly = (headers: Record<string, string | number>, path = `/workspaces/${own.id}/files/a`) => {
    const request = new HalfRequest(place.url, 'PUT', path, { ...json, ...headers });
    requests.push(request);
    return request;
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const session = async (): Promise<PersonSession> => {
    const { body } = await place.ask('POST', '/login-links', {});
    return logInWith(place.url, body['url'] as string);
  };
  const ask = async (method: string, path: string, headers: Record<string, string>): Promise<[number, string]> => {
    const body = method === 'GET' ? {} : { body: '{}' };
    const answer = await fetch(`${place.url}${path}`, { method, headers: { ...json, ...headers }, ...body });
    return [answer.status, ((await answer.json()) as { code?: string }).code ?? ''];
  };

  it('refuses by the headers alone, and ends the connection of whoever goes on', async () => {
    const request = headersOnly({ 'content-length': large });
    await until('the refusal', () => request.statuses.length > 0);
    expect(request.statuses).toEqual([401]);
    await until('the connection to be closed', () => request.isClosed);
  });

  it('tells a client that waits whether it may send its body', async () => {
    const expecting = { 'content-length': 2, expect: '100-continue' };
    const refused = headersOnly(expecting);
    const taken = headersOnly({ ...expecting, ...bearer(place.adminToken) });
    await until('both answers', () => refused.statuses.length > 0 && taken.statuses.length > 0);
    expect([refused.statuses, taken.statuses]).toEqual([[401], [100]]);
    taken.send('{}');
    await until('the answer to the body', () => taken.statuses.length > 1);
    expect(taken.statuses).toEqual([100, 400]);
  });

  it('takes so many bodies of one credential at the same time, and the others of others', async () => {
    const sent = { 'content-length': large, ...bearer(place.adminToken) };
    for (let held = 0; held < 5; held += 1) headersOnly(sent);
    const last = headersOnly(sent);
    await until('a refusal', () => requests.some(({ statuses }) => statuses.length > 0));
    const refused = requests.filter(({ statuses }) => statuses.length > 0);
    expect(refused.map(({ statuses }) => statuses)).toEqual([[429]]);
    expect(refused[0]?.received).toMatch(/retry-after: 1\r\n/);
    expect(refused[0]?.received).toContain('TOO_MANY_BODIES');
    const ofAnother = headersOnly({ 'content-length': 2, expect: '100-continue', ...bearer(other.token) });
    await until('an answer', () => ofAnother.statuses.length > 0);
    expect(ofAnother.statuses).not.toContain(429);
    last.close();
  });

  it('takes so many requests of one workspace in a second, and the others of others', async () => {
    const asked = Array.from({ length: 40 }, () => place.ask('GET', `/registry/${own.id}/peers`, undefined, own.token));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect((await place.ask('GET', `/registry/${other.id}/peers`, undefined, other.token)).status).toBe(200);
  });

  it('takes a token from any page, and a cookie only from ours', async () => {
    const { cookie, page } = await session();
    const path = `/workspaces/${own.id}/tokens`;
    expect(await ask('POST', path, { ...foreignPage, ...bearer(place.adminToken) })).toEqual([201, '']);
    expect(await ask('POST', path, { ...foreignPage, cookie, [pageHeader]: page })).toEqual([403, 'WRONG_ORIGIN']);
    expect(await ask('POST', path, { cookie, [pageHeader]: page })).toEqual([201, '']);
  });

  it('takes a cookie only together with the secret of its page', async () => {
    const [mine, another] = [await session(), await session()];
    expect(await ask('GET', '/session', { cookie: mine.cookie })).toEqual([401, 'PAGE_UNKNOWN']);
    expect(await ask('GET', '/session', { cookie: mine.cookie, [pageHeader]: another.page })).toEqual([
      401,
      'PAGE_UNKNOWN',
    ]);
    expect(await ask('GET', '/session', { cookie: mine.cookie, [pageHeader]: mine.page })).toEqual([200, '']);
    expect(mine.attributes).toContain('HttpOnly');
    expect(mine.attributes).not.toContain('Secure');
  });

  it('slows down whoever tries credentials, and nobody else', async () => {
    const guess = (n: number) => ask('GET', '/session', bearer(`guess-${n}`));
    const guesses = Promise.all(Array.from({ length: 60 }, (_, n) => guess(n)));
    expect(await ask('GET', '/session', bearer(place.adminToken))).toEqual([200, '']);
    const answers = await guesses;
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([401, 429]));
    expect(answers.find(([status]) => status === 429)?.[1]).toBe('TOO_MANY_ATTEMPTS');
    expect(await ask('GET', '/session', bearer(place.adminToken))).toEqual([200, '']);
  });
});

describe('behind TLS', () => {
  it('the session cookie is marked so', async () => {
    const place = await PlatformPlace.started({ GUILDHALL_PUBLIC_URL: 'https://guild.test' });
    try {
      const { body } = await place.ask('POST', '/login-links', {});
      expect((await logInWith(place.url, body['url'] as string)).attributes).toContain('Secure');
    } finally {
      await place.remove();
    }
  });
});
