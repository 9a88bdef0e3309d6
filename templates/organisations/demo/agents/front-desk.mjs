import { readFileSync } from 'node:fs';

const { WORKSPACE_ID: self, GUILDHALL_WORKSPACE_TOKEN: token } = process.env;
const platform = (process.env.PLATFORM_URL ?? '').replace(/\/+$/, '');
const patienceMs = 110_000;

const after = (pattern) => (text) => text.replace(pattern, '').trim() || text;

/** Which words lead to which colleague, and what of the message the colleague gets. The first match counts. */
const routes = [
  {
    colleague: 'CSV summariser',
    about: 'summarise a table: send the CSV, with a header line',
    matches: (text) => /\bcsv\b|\btable\b|\bcolumns?\b/i.test(text) || /^[^\n]*([,;\t])[^\n]*\n[^\n]*\1/.test(text),
    handOver: after(/^[^\n,;\t]*(:|\n)\s*/),
  },
  {
    colleague: 'Link checker',
    about: 'check links: "check the links in docs"',
    matches: (text) => /\blinks?\b|\banchors?\b/i.test(text),
    handOver: (text) => text,
  },
  {
    colleague: 'Unit converter',
    about: 'convert units: "12 km in miles"',
    matches: (text) => /\bconvert\b/i.test(text) || /\d\s*°?[a-z³ ]+\s(in|to|into)\s+°?[a-z³]+\s*[?.!]*$/i.test(text),
    handOver: (text) => text,
  },
  {
    colleague: 'Word counter',
    about: 'count words: "count the words: to be or not to be"',
    matches: (text) => /\bcount\b|\bwords?\b|\breading time\b/i.test(text),
    handOver: after(/^[^\n:]*:\s*/),
  },
];

class Failed extends Error {}

const headers = () => ({
  authorization: `Bearer ${token}`,
  'x-workspace-id': self,
  'content-type': 'application/json',
  ...(process.env.GUILDHALL_HOP ? { 'x-guildhall-hop': process.env.GUILDHALL_HOP } : {}),
  ...(process.env.traceparent ? { traceparent: process.env.traceparent } : {}),
});

const call = async (path, options = {}) => {
  let response;
  try {
    response = await fetch(`${platform}${path}`, {
      ...options,
      headers: { ...headers(), ...options.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (error) {
    throw new Failed(`The platform at ${platform} cannot be reached: ${error.cause?.code ?? error.message}.`);
  }
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Failed(`The platform answered ${response.status} with something that is not JSON.`);
  }
  if (!response.ok)
    throw new Failed(body?.error?.message ?? body?.error ?? `The platform answered ${response.status}.`);
  return { status: response.status, body };
};

const textOf = (parts) =>
  (parts ?? [])
    .map((part) => part.text ?? '')
    .join('\n')
    .trim();

/** Text of an A2A result, a message or a task. A task that failed is a failure with its reason. */
const answerOf = (result, colleague) => {
  if (result?.parts !== undefined) return textOf(result.parts);
  const state = result?.status?.state;
  const reason = textOf(result?.status?.message?.parts);
  if (state !== 'completed')
    throw new Failed(
      `${colleague} could not answer${reason ? `: ${reason}` : ` (its task is ${state ?? 'of unknown state'}).`}`,
    );
  return (result.artifacts ?? []).map((artifact) => textOf(artifact.parts)).join('\n\n') || reason;
};

const ask = async (peer, text) => {
  const messageId = `${process.env.GUILDHALL_MESSAGE_ID ?? crypto.randomUUID()}-${peer.id}`;
  const message = { kind: 'message', role: 'user', messageId, parts: [{ kind: 'text', text }] };
  if (process.env.GUILDHALL_CONTEXT_ID) message.contextId = process.env.GUILDHALL_CONTEXT_ID;
  const { status, body } = await call(`/workspaces/${peer.id}/a2a`, {
    method: 'POST',
    headers: { 'idempotency-key': messageId },
    body: JSON.stringify({ jsonrpc: '2.0', id: messageId, method: 'message/send', params: { message } }),
  });
  if (status === 202 && body?.status === 'working')
    return `**${peer.name}** is still working on it: the answer will be in its chat, not here.`;
  if (status === 202 || body?.queued === true) {
    const depth = body?.queue_depth > 1 ? ` ${body.queue_depth} messages wait there.` : '';
    return `**${peer.name}** cannot take it right now: your message waits in its mailbox, and the answer will be in its chat, not here.${depth}`;
  }
  if (body?.error !== undefined)
    throw new Failed(`${peer.name} could not answer: ${body.error.message ?? JSON.stringify(body.error)}`);
  return `**${peer.name}** answers:\n\n${answerOf(body?.result, peer.name)}`;
};

const sameName = (a, b) => a.toLowerCase() === b.toLowerCase();

/** A message that begins with the name of a colleague goes there as it is: "Word counter: some text". */
const addressed = (text, peers) => {
  for (const peer of [...peers].sort((a, b) => b.name.length - a.name.length)) {
    const start = text.replace(/^@/, '');
    const mark = start.charAt(peer.name.length);
    if (sameName(start.slice(0, peer.name.length), peer.name) && /[:,\n]/.test(mark))
      return { peer, text: start.slice(peer.name.length + 1).trim() };
  }
  return null;
};

const help = (peers) => {
  const here = routes.filter((route) => peers.some((peer) => sameName(peer.name, route.colleague)));
  const others = peers.filter((peer) => !routes.some((route) => sameName(peer.name, route.colleague)));
  return [
    here.length + others.length === 0
      ? 'I have no colleagues to pass your message on to.'
      : 'I pass messages on, and found nothing in yours that tells me to whom. I can have somebody',
    '',
    ...here.map((route) => `* ${route.about} (${route.colleague})`),
    ...others.map((peer) => `* answer as ${peer.name}: begin your message with "${peer.name}:"`),
  ].join('\n');
};

const main = async () => {
  if (!self || !token || !platform)
    throw new Failed(
      'WORKSPACE_ID, GUILDHALL_WORKSPACE_TOKEN and PLATFORM_URL must be set: I work inside of a Guildhall workspace only.',
    );
  const text = readFileSync(0, 'utf8').trim();
  const { body: known } = await call(`/registry/${self}/peers`);
  const peers = (Array.isArray(known) ? known : []).filter((peer) => peer.parent_id === self);
  const direct = addressed(text, peers);
  if (direct !== null) return ask(direct.peer, direct.text);
  const route = routes.find((each) => each.matches(text));
  if (route === undefined) return help(peers);
  const peer = peers.find((each) => sameName(each.name, route.colleague));
  if (peer === undefined)
    return `That is work for **${route.colleague}**, but nobody of that name reports to me.\n\n${help(peers)}`;
  return ask(peer, route.handOver(text));
};

try {
  console.log(await main());
} catch (error) {
  if (!(error instanceof Failed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
