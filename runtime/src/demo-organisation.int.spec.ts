import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { AgentProcess, removeFolder, temporaryFolder } from './testing/agent-process.suite.js';
import { FakePlatform, type FakeAnswer, type SeenRequest } from './testing/fake-platform.suite.js';

const template = resolve(import.meta.dirname, '../../templates/organisations/demo');

interface Member {
  id: string;
  name: string;
  command: string;
  parent_id: string | null;
}
interface Node extends Pick<Member, 'name' | 'command'> {
  children?: Node[];
}

const idOf = (index: number): string => `0190a0b0-0000-7000-8000-00000000000${index}`;
const { workspaces } = parse(readFileSync(join(template, 'org.yaml'), 'utf8')) as { workspaces: [Node] };
const [lead] = workspaces;
const members: Member[] = [lead, ...(lead.children ?? [])].map(({ name, command }, index) => ({
  id: idOf(index),
  name,
  command,
  parent_id: index === 0 ? null : idOf(0),
}));

/** The platform's part: peers, and a proxy that posts to the registered address. */
const urls = new Map<string, string>();
const answer = async ({ path, body }: SeenRequest): Promise<FakeAnswer> => {
  if (path === '/registry/register') urls.set(String(body['id']), String(body['url']));
  if (path.endsWith('/peers')) return { status: 200, body: members };
  const url = urls.get(/^\/workspaces\/(.+)\/a2a$/.exec(path)?.[1] ?? '');
  if (url === undefined) return { status: 200, body: {} };
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};

let platform: FakePlatform;
let folder: string;
let agents: AgentProcess[];

beforeAll(async () => {
  folder = temporaryFolder();
  platform = await FakePlatform.start();
  platform.answer = answer;
  agents = members.map(({ id, command }) =>
    AgentProcess.start({
      platform,
      command,
      stateDir: join(folder, id),
      args: ['--cwd', template],
      env: { WORKSPACE_ID: id },
    }),
  );
  while (urls.size < members.length) await new Promise((done) => setTimeout(done, 10));
});
afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
  await platform.stop();
  removeFolder(folder);
});

it.each([
  ['convert 12 km to miles', '**Unit converter** answers:\n\n**12 km = 7.456454307 mi**'],
  ['count the words: to be or not to be', '**Word counter** answers:\n\n**6 words**'],
  ['check the links in docs', '| docs/index.md:7 | `plans/ground-floor.md` | file does not exist |'],
  ['a,b\n1,2\n3,4', '**2 rows, 2 columns**'],
])('the front desk passes %j to the right colleague', async (text, part) => {
  const response = await fetch(`${platform.url}/workspaces/${idOf(0)}/a2a`, {
    method: 'POST',
    body: JSON.stringify({ method: 'message/send', params: { message: { parts: [{ type: 'text', text }] } } }),
  });
  expect(await response.json()).toMatchObject({
    result: { status: { state: 'completed' }, artifacts: [{ parts: [{ text: expect.stringContaining(part) }] }] },
  });
});
