import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { hostname } from 'node:os';

/**
 * An agent that knows only the contract of Molecule AI's containers: identity and platform from the environment, its
 * configuration and token in files, JSON-RPC of A2A 0.3 at port 8000, and a heartbeat every thirty seconds.
 */
const { WORKSPACE_ID: id, PLATFORM_URL: platform, WORKSPACE_CONFIG_PATH: configs = '/configs' } = process.env;
if (!id) throw new Error('WORKSPACE_ID is empty');
const configuration = readFileSync(`${configs}/config.yaml`, 'utf8');
const name = /^name: (.+)$/m.exec(configuration)?.[1] ?? 'Workspace';
const authorization = `Bearer ${readFileSync(`${configs}/.auth_token`, 'utf8').trim()}`;
writeFileSync('/workspace/AGENTS.md', `# ${name}\n`);

const card = {
  name,
  description: name,
  version: '1.0.0',
  url: `http://${hostname()}:8000`,
  skills: [],
  capabilities: { streaming: true, pushNotifications: true },
};

/** @param {string} path @param {object} body */
const post = async (path, body) => {
  const response = await fetch(`${platform}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(body),
  });
  if (!response.ok) console.error(`${path}: ${response.status} ${await response.text()}`);
};

const heartbeat = () =>
  post('/registry/heartbeat', {
    workspace_id: id,
    error_rate: 0,
    sample_error: '',
    active_tasks: 0,
    current_task: '',
    uptime_seconds: Math.floor(process.uptime()),
    runtime_metadata: { capabilities: { heartbeat: false, scheduler: false } },
  });

const answer = ({ id: request, method, params }) => {
  if (method !== 'message/send') return { jsonrpc: '2.0', id: request, error: { code: -32601, message: 'not found' } };
  const text = params.message.parts.map((part) => part.text ?? '').join(' ');
  const parts = [{ kind: 'text', text: `${name} heard: ${text}` }];
  return { jsonrpc: '2.0', id: request, result: { kind: 'message', role: 'agent', messageId: `re-${request}`, parts } };
};

createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const reply = request.method === 'GET' ? card : answer(JSON.parse(Buffer.concat(pieces).toString()));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}).listen(8000, '0.0.0.0', async () => {
  console.log(`listening as ${name}`);
  await post('/registry/register', { id, url: card.url, agent_card: card });
  await heartbeat();
  setInterval(heartbeat, 30_000);
});
process.on('SIGTERM', () => process.exit(0));
