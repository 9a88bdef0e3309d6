import { causeSentence } from '@guildhall/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExitEvents, startOf, until, type Place } from './agent-place.suite.js';
import type { AgentEngine } from './backend.js';

/** Leaves in the home of an agent a folder that may only be read, and below it one whose path is longer than a path may be. */
const lockedAndDeep = `
  name=$(printf %0200d 0); mkdir "$HOME/kept"; cd "$HOME/kept"; touch file
  for level in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do mkdir $name; cd -P $name; done
  chmod a-w "$HOME/kept" .
`;

/** What every backend has to do. */
export const backendSuite = (name: string, prepare: () => Promise<Place>): void =>
  describe(`the ${name} backend`, () => {
    let place: Place;
    let backend: AgentEngine;
    let exits: ExitEvents;

    beforeAll(async () => {
      place = await prepare();
    });
    beforeEach(() => {
      backend = place.open();
      exits = new ExitEvents(backend);
    });
    afterEach(async () => {
      for (const { workspaceId } of await backend.running()) await backend.purge(workspaceId);
      await backend.close();
    });
    afterAll(async () => {
      await place.clear();
      await place.platform.close();
    });

    const runningOf = async (workspaceId: string) =>
      (await backend.running()).filter((agent) => agent.workspaceId === workspaceId);

    it('answers', async () => {
      expect(await backend.check()).toBeNull();
    });

    it('starts an agent, which comes with the token that it was given', async () => {
      const start = startOf(1);
      const { adopted, incarnation, handle } = await backend.start(start);
      expect({ adopted, incarnation }).toEqual({ adopted: false, incarnation: 1 });
      await place.platform.arrival(start.token);
      expect(await runningOf(start.workspaceId)).toEqual([
        { workspaceId: start.workspaceId, incarnation: 1, handle, adopted: true },
      ]);
    });

    it('adopts what runs for the same incarnation', async () => {
      const start = startOf(3);
      const first = await backend.start(start);
      const again = await backend.start({ ...start, token: 'of-nobody' });
      expect(again).toEqual({ ...first, adopted: true });
      expect(await runningOf(start.workspaceId)).toHaveLength(1);
    });

    it('ends an older incarnation before it starts a newer one', async () => {
      const older = startOf(1);
      await backend.start(older);
      await place.platform.arrival(older.token);
      const newer = { ...older, incarnation: 2, token: startOf(2).token };
      expect(await backend.start(newer)).toMatchObject({ adopted: false, incarnation: 2 });
      await place.platform.arrival(newer.token);
      await exits.first(older.workspaceId, 1);
      expect(await runningOf(older.workspaceId)).toMatchObject([{ incarnation: 2 }]);
    });

    it('stops an agent, says so once, and can be asked again', async () => {
      const start = startOf(1);
      await backend.start(start);
      await place.platform.arrival(start.token);
      await backend.stop(start.workspaceId);
      expect(await runningOf(start.workspaceId)).toEqual([]);
      await backend.stop(start.workspaceId);
      expect(await exits.first(start.workspaceId, 1)).toMatchObject({ exitCode: 0, signal: null });
      expect(exits.of(start.workspaceId, 1)).toHaveLength(1);
      expect((await backend.output(start.workspaceId, 0, 10_000)).text).toContain('registered');
    });

    it('starts the same incarnation again after it has ended', async () => {
      const start = startOf(1);
      const first = await backend.start(start);
      await place.platform.arrival(start.token);
      await place.kill(first.handle);
      expect(await exits.first(start.workspaceId, 1)).toMatchObject({ signal: 'SIGKILL' });
      const second = await backend.start({ ...start, token: startOf(1).token });
      expect(second.adopted).toBe(false);
      expect(second.handle).not.toEqual(first.handle);
    });

    it('says what the end was: killed', async () => {
      const start = startOf(7);
      const { handle } = await backend.start(start);
      await place.platform.arrival(start.token);
      await place.kill(handle);
      const { signal, cause } = await exits.first(start.workspaceId, 7);
      expect(signal).toBe('SIGKILL');
      expect(causeSentence(cause)).toMatch(/^the (process|container) was ended by SIGKILL$/);
    });

    it('says what the end was: by itself, with the reason in its output', async () => {
      const start = startOf(1, { command: 'no-such-program' });
      await backend.start(start);
      const exit = await exits.first(start.workspaceId, 1);
      expect(exit).toMatchObject({ exitCode: 2, signal: null });
      expect(causeSentence(exit.cause)).toMatch(/^the (process|container) ended with code 2$/);
      const { text } = await backend.output(start.workspaceId, 0, 10_000);
      expect(text).toContain('names the program "no-such-program"');
      await backend.purge(start.workspaceId);
    });

    it('hands out its output by offset, also what comes later', async () => {
      const start = startOf(1);
      await backend.start(start);
      const { workspaceId } = start;
      const all = await until(
        () => backend.output(workspaceId, 0, 100_000),
        ({ text }) => text.includes('"registered"'),
      );
      expect(all.from).toBe(0);
      expect(all.to).toBe(Buffer.byteLength(all.text));
      expect(await backend.output(workspaceId, 5, 7)).toEqual({ from: 5, to: 12, text: all.text.slice(5, 12) });
      expect(await backend.output(workspaceId, -4, 100)).toMatchObject({ to: all.to, text: all.text.slice(-4) });
      expect(await backend.output(workspaceId, all.to, 100)).toEqual({ from: all.to, to: all.to, text: '' });
      await backend.stop(workspaceId);
      const later = await backend.output(workspaceId, all.to, 100_000);
      expect(later.from).toBe(all.to);
      expect(later.text).toContain('Stopped.');
    });

    it('has no output of what never ran', async () => {
      expect(await backend.output(randomUUID(), 0, 100)).toEqual({ from: 0, to: 0, text: '' });
    });

    it('finds what a killed platform left running, and hears its end', async () => {
      const start = startOf(4);
      const { handle } = await backend.start(start);
      await place.platform.arrival(start.token);
      await backend.close();
      backend = place.open();
      exits = new ExitEvents(backend);
      expect(await runningOf(start.workspaceId)).toMatchObject([{ incarnation: 4, handle, adopted: true }]);
      expect(await backend.start(start)).toMatchObject({ handle, adopted: true });
      await place.kill(handle);
      await exits.first(start.workspaceId, 4);
      expect(await runningOf(start.workspaceId)).toEqual([]);
    });

    it('purges everything of an agent, and can be asked again', async () => {
      const start = startOf(1);
      await backend.start(start);
      await place.platform.arrival(start.token);
      expect(await backend.kept()).toContain(start.workspaceId);
      await backend.purge(start.workspaceId);
      expect(await backend.kept()).not.toContain(start.workspaceId);
      expect(await runningOf(start.workspaceId)).toEqual([]);
      expect(await backend.output(start.workspaceId, 0, 100)).toEqual({ from: 0, to: 0, text: '' });
      await backend.purge(start.workspaceId);
      await backend.purge(randomUUID());
    });

    it.each([
      ['read_only', 'given'],
      ['read_only', 'templates'],
      ['read_write', 'given'],
    ] as const)('gives an agent %s a folder that it may have: %s', async (access, which) => {
      const { folders } = place;
      const start = startOf(1, { access, workspaceDir: folders[which] });
      await backend.start(start);
      const files = backend.files(start.workspaceId);
      expect((await files.read('workspace', 'note', 100)).toString()).toBe(`in ${which}`);
      const name = randomUUID();
      const writing = files.write('workspace', name, Buffer.from('x'));
      if (access === 'read_only') await expect(writing).rejects.toMatchObject({ code: 'ROOT_READ_ONLY' });
      else expect(await writing).toMatchObject({ path: name });
      expect(existsSync(join(folders[which], name))).toBe(access === 'read_write');
    });

    it('gives an agent with the access none a folder of its own', async () => {
      const start = startOf(1, { access: 'none', workspaceDir: place.folders.given });
      await backend.start(start);
      await backend.files(start.workspaceId).write('workspace', 'own', Buffer.from('x'));
      expect(existsSync(join(place.folders.given, 'own'))).toBe(false);
    });

    it.each([
      ['read_only', 'outside', 'not below a folder that the operator allowed'],
      ['read_write', 'templates', 'it holds templates'],
      ['read_only', 'dataDir', "the platform's own data"],
    ] as const)('starts nothing with %s in a folder that it may not have: %s', async (access, which, reason) => {
      const start = startOf(1, { access, workspaceDir: place.folders[which] });
      await expect(backend.start(start)).rejects.toMatchObject({
        code: 'WORKSPACE_DIR_REFUSED',
        passing: false,
        message: expect.stringContaining(reason),
      });
      expect(await runningOf(start.workspaceId)).toEqual([]);
    });

    it('starts nothing in a folder that is not there, and names it', async () => {
      const workspaceDir = join(place.folders.given, 'no-such-folder');
      const starting = backend.start(startOf(1, { access: 'read_only', workspaceDir }));
      const message = expect.stringMatching(/no-such-folder.*there is no such folder/);
      await expect(starting).rejects.toMatchObject({ code: 'WORKSPACE_DIR_REFUSED', message });
    });

    it('takes away what an agent left in its home, with a reset and with a purge, though nobody may write there', async () => {
      const start = startOf(1);
      await backend.start(start);
      await place.run(start.workspaceId, lockedAndDeep);
      await backend.start({ ...start, incarnation: 2, reset: true, token: startOf(2).token });
      const { entries } = await backend.files(start.workspaceId).list('home', '', 1, 100);
      expect(entries.map(({ path }) => path)).not.toContain('kept');
      await place.run(start.workspaceId, lockedAndDeep);
      await backend.purge(start.workspaceId);
      expect(await runningOf(start.workspaceId)).toEqual([]);
    });
  });
