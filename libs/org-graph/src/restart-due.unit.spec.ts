import type { AnyFact, RestartReason } from '@guildhall/contracts';
import { createGraphFold } from './graph-fold.js';
import { created, requested, started, workspaceId } from './status-facts.suite.js';

const stopped: AnyFact = {
  type: 'BackendStopped',
  data: { workspaceId, incarnation: 1, requested: false, exitCode: 1, signal: null, cause: { code: 'ended' } },
};
const tier: AnyFact = { type: 'TierChosen', data: { workspaceId, tier: 2, previous: 1 } };
const model: AnyFact = { type: 'ModelChosen', data: { workspaceId, model: 'm', previous: null } };
const runtime = (from: string, to: string): AnyFact => ({
  type: 'RuntimeChosen',
  data: { workspaceId, runtime: to, command: 'new', previous: { runtime: from, command: null } },
});
const access: AnyFact = {
  type: 'AccessChosen',
  data: {
    workspaceId,
    access: 'read_only',
    workspaceDir: '/srv/x',
    previous: { access: 'none', workspaceDir: null },
  },
};
const file = { workspaceId, changeId: 'c', digest: 'd', size: 1 };
const written = (root: 'configs' | 'workspace', path: string): AnyFact => ({
  type: 'FileWritten',
  data: { ...file, root, path },
});
const deleted: AnyFact = {
  type: 'FileDeleted',
  data: { workspaceId, changeId: 'c', root: 'configs', path: 'config.yaml' },
};
const replaced: AnyFact = { type: 'FilesReplaced', data: { workspaceId, changeId: 'c', root: 'configs', files: [] } };

const dueAfter = (...facts: AnyFact[]): RestartReason[] | undefined => {
  const fold = createGraphFold('default');
  for (const fact of facts) fold.apply({ ...fact, recordedAt: '2026-11-23T10:00:00.000Z' });
  return fold.get(workspaceId)?.restartDue;
};
const running = [created(), requested(1), started(1)];

describe('a restart is due', () => {
  it.each<[string, AnyFact, RestartReason[]]>([
    ['another tier', tier, ['tier']],
    ['another model', model, ['model']],
    ['another program', runtime('command', 'command'), ['runtime']],
    ['another folder', access, ['access']],
    ['a written config.yaml', written('configs', 'config.yaml'), ['configuration']],
    ['a deleted config.yaml', deleted, ['configuration']],
    ['a replaced folder of configuration', replaced, ['configuration']],
  ])('after %s', (_what, fact, expected) => {
    expect(dueAfter(...running, fact)).toEqual(expected);
    expect(dueAfter(...running, fact, fact)).toEqual(expected);
  });

  it('for every reason, sorted', () => {
    expect(dueAfter(...running, tier, model, access)).toEqual(['access', 'model', 'tier']);
  });
});

describe('no restart is due', () => {
  it.each<[string, AnyFact[]]>([
    ['before a first start', [created(), tier]],
    ['for files that the agent reads itself', [...running, written('workspace', 'config.yaml')]],
    ['for other files of its configuration', [...running, written('configs', 'prompt.md')]],
    ['for the agent of somebody else', [created('external'), requested(1), tier]],
    ['when it becomes somebody else’s', [...running, runtime('command', 'external')]],
    ['once the next start is asked for', [...running, tier, requested(2)]],
    ['for what was laid ready for the start', [created(), requested(1), written('configs', 'config.yaml'), started(1)]],
    ['when the backend ended', [...running, tier, stopped]],
    [
      'while it is paused',
      [...running, { type: 'WorkspacePaused', data: { workspaceId, incarnation: 1, root: 'a' } }, tier],
    ],
  ])('%s', (_what, facts) => {
    expect(dueAfter(...facts)).toEqual([]);
  });

  it('by the word of an older incarnation', () => {
    expect(dueAfter(...running, requested(2), started(2), tier, stopped)).toEqual(['tier']);
  });
});
