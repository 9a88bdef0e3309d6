import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builder, findBase, run } from '../compose/engine.mjs';
import { stageImages } from '../compose/stage.mjs';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { root } from '../start/places.mjs';
import { exitWith, say, Unusable } from '../start/say.mjs';

const usage = `npm run agent-image -- [--base <image>]

Builds guildhall/agent, the image in which the container engine runs agents: Node, the agent program, and the programs of
the first-party templates. Nothing is fetched but the base, and that only when the engine does not have it.

  --base <image>   image to build on; default GUILDHALL_BASE, else one that the engine has, else debian:bookworm-slim
`;

const buildSeconds = 600;

/** @returns {{ base: string | undefined } | 'help'} */
const options = () => {
  try {
    const { values } = parseArgs({ options: { base: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    return values.help === true ? 'help' : { base: values.base };
  } catch (error) {
    throw new Unusable(`${error instanceof Error ? error.message : error}\n\n${usage}`, 2);
  }
};

/** @param {string} base */
const build = async (base) => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-agent-image-'));
  try {
    const tags = [`guildhall/agent:${version}`, 'guildhall/agent:latest'];
    const command = ['docker', 'build', '--file', 'runtime/Dockerfile', '--build-arg', `BASE=${base}`];
    for (const tag of tags) command.push('--tag', tag);
    const { code, output } = await run([...command, '.'], { env: await builder(folder), seconds: buildSeconds });
    if (code !== 0) throw new Unusable(`The image could not be built:\n${output.trim().slice(-2_000)}`);
    say(`built on ${base}: ${tags.join(', ')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

await exitWith(async () => {
  const told = options();
  if (told === 'help') {
    say(usage);
    return 0;
  }
  const { code, output } = await run(['docker', 'version', '--format', '{{.Server.Version}}']);
  if (code !== 0) throw new Unusable(`No container engine answers (${output.trim()}): start one, then run this again.`);
  await ensureBuilt(['runtime']);
  stageImages(['agent']);
  await build(told.base ?? (await findBase()) ?? 'debian:bookworm-slim');
  return 0;
});
