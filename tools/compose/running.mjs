import assert from 'node:assert/strict';
import { Agent } from './agent.mjs';
import { run } from './engine.mjs';
import { until } from './installation.mjs';
import { findBrowser, Person } from './person.mjs';

/**
 * @typedef {import('./installation.mjs').Installation} Installation
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ session: Record<string, string>, id: string }} Kept session and workspace that must outlive the containers
 */

/**
 * Checks a running installation, and what it keeps when all of its containers are gone.
 * @param {Tally} tally
 * @param {Installation} installation
 */
export const checkRunning = async (tally, installation) => {
  const seconds = await tally.check('it starts and everything is healthy', () => installation.up());
  if (seconds === null) return console.log(await installation.call(['logs', '--tail', '30']));
  console.log(`  from "up" to healthy: ${seconds.toFixed(1)} s`);
  await tally.check('only the proxy can be reached from outside', () => onlyTheProxy(installation));
  await tally.check('the canvas and the live feed come through the proxy', () => door(installation));
  const kept = await tally.check('an operator logs in and makes a workspace', () => makeWorkspace(installation));
  const agent = new Agent(installation);
  const person = await agentAndPerson(tally, installation, agent);
  await printMemory(installation);
  await tally.check('a platform and a projector are killed: the others continue', () => survive(installation, agent));
  await tally.check('"down" and "up" lose nothing', () => comeBack(installation, agent, kept));
  if (person !== null) {
    await tally.check('the person resumes where they were', () => resumeWork(person, agent));
    await person.leaves();
  }
  await agent.stop();
  await tally.check('the log verifies from within the image', async () => {
    const verify = ['run', '--rm', '-T', 'platform', 'libs/event-store/dist/cli/log.js', 'verify'];
    console.log(`  ${(await installation.call(verify)).split('\n').at(-1)}`);
  });
};

/** @param {Installation} installation @param {string} id */
const listed = (installation, id) =>
  until(`workspace ${id} in the list`, 20, async () => ((await installation.workspaces()).includes(id) ? true : null));

/** @param {Installation} installation */
const onlyTheProxy = async (installation) => {
  const ids = await installation.containers();
  const format = '{{.Name}} {{range .NetworkSettings.Ports}}{{if .}}published{{end}}{{end}}';
  const { answer } = await run(['docker', 'inspect', '--format', format, ...ids]);
  const published = answer.split('\n').filter((line) => line.endsWith(' published'));
  assert.equal(published.length, 1, answer);
  assert.match(published[0] ?? '', /proxy/);
};

/** @param {Installation} installation */
const door = async (installation) => {
  const page = await fetch(`${installation.door.url}/`);
  assert.match(await page.text(), /<title>Guildhall/);
  assert.match(await installation.liveSocket(), /^0\{"sid"/);
};

/** @param {Installation} installation @returns {Promise<Kept>} */
const makeWorkspace = async (installation) => {
  const session = await installation.logIn();
  const id = await installation.createWorkspace('Kept');
  await listed(installation, id);
  return { session, id };
};

/**
 * An agent in another container, and a person at a browser where there is one.
 * @param {Tally} tally
 * @param {Installation} installation
 * @param {Agent} agent
 * @returns {Promise<Person | null>}
 */
const agentAndPerson = async (tally, installation, agent) => {
  await tally.check('an agent in a container of its own comes online and answers', async () => {
    await agent.createWorkspace('Echo');
    await agent.start();
    await agent.asked('Are you there?');
  });
  const browser = findBrowser();
  if (browser === null) {
    tally.skip('a person at the canvas', 'no Chromium is installed (CHROMIUM names one)');
    return null;
  }
  return tally.check('a person logs in, makes a workspace and talks to the agent', async () => {
    const person = await Person.sitsDown(browser);
    try {
      await person.logsIn(await installation.loginLink());
      await person.creates('By hand');
      await person.asks(agent.id, 'Hello from the canvas');
      return person;
    } catch (error) {
      await person.leaves();
      throw error;
    }
  });
};

/** @param {Installation} installation */
const printMemory = async (installation) => {
  const ids = await installation.containers();
  const format = '  {{.Name}}\t{{.MemUsage}}\t{{.PIDs}} threads';
  console.log((await run(['docker', 'stats', '--no-stream', '--format', format, ...ids])).answer.trimEnd());
};

/** @param {Installation} installation @param {Agent} agent */
const survive = async (installation, agent) => {
  const found = await Promise.all(['platform', 'projector'].map((service) => installation.containers(service)));
  const victims = found.map(([first = '']) => first);
  const begun = performance.now();
  await run(['docker', 'kill', ...victims]);
  const id = await until('a command is taken', 20, () => installation.createWorkspace('In between'));
  const taken = performance.now();
  await listed(installation, id);
  const [command, view] = [taken - begun, performance.now() - begun].map((ms) => (ms / 1_000).toFixed(1));
  console.log(`  a command was taken after ${command} s, and its workspace listed after ${view} s`);
  await agent.asked('Still there?');
  await run(['docker', 'start', ...victims]);
};

/** @param {Installation} installation @param {Agent} agent @param {Kept | null} kept */
const comeBack = async (installation, agent, kept) => {
  await agent.stop();
  const begun = performance.now();
  await installation.call(['down'], 120);
  console.log(`  "down" took ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  console.log(`  from "up" to healthy again: ${(await installation.up()).toFixed(1)} s`);
  assert.ok(kept, 'there was nothing to keep');
  await listed(installation, kept.id);
  assert.equal((await installation.session(kept.session)).operator_id, 'operator');
  assert.ok(await agent.hasAnswered('Are you there?'), 'the conversation is gone');
  await listed(installation, await installation.createWorkspace('Afterwards'));
  await agent.start();
  await agent.asked('And after that?');
};

/** @param {Person} person @param {Agent} agent */
const resumeWork = async (person, agent) => {
  await person.isLive();
  await person.sees('Afterwards');
  await person.asks(agent.id, 'Hello again');
  await person.reads('Hello from the canvas');
  person.isContent();
};
