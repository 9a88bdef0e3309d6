import type { AnyFact } from '@guildhall/contracts';
import { exampleIds, fact, recorded } from '@guildhall/testing';
import { Intents, type Intent } from './intents.js';

const { workspace: workspaceId } = exampleIds;
const ofRun = { workspaceId, incarnation: 1 };
const chosen = (from: string, to: string): AnyFact =>
  fact('RuntimeChosen', { workspaceId, runtime: to, command: 'cat', previous: { runtime: from, command: null } });

const intentAfter = (...facts: AnyFact[]): Intent => {
  const intents = new Intents();
  facts.forEach((one, index) =>
    intents.apply(recorded(one, { recordedAt: `2026-11-23T10:00:0${index}.000Z`, ordinal: index + 1 })),
  );
  return intents.get(workspaceId) as Intent;
};

describe('what the log wants of the backends', () => {
  const created = fact('WorkspaceCreated', { workspaceId });
  const ofOthers = fact('WorkspaceCreated', { workspaceId, runtime: 'external', command: null });
  const started = [
    created,
    fact('ProvisioningRequested', { ...ofRun, backend: 'docker', notBefore: null }),
    fact('ContainerStarted', ofRun),
  ];

  it('is a start of an agent that was somebody else’s and becomes one of ours', () => {
    expect(intentAfter(ofOthers)).toMatchObject({ phase: 'ended' });
    expect(intentAfter(ofOthers, chosen('external', 'command'))).toMatchObject({ phase: 'wanted', command: 'cat' });
  });

  it('is no other start when only the program changes, or a pause holds it', () => {
    expect(intentAfter(...started, chosen('command', 'command'))).toMatchObject({ phase: 'running', command: 'cat' });
    const paused = fact('WorkspacePaused', { ...ofRun, incarnation: 0 });
    expect(intentAfter(ofOthers, paused, chosen('external', 'command'))).toMatchObject({ phase: 'paused' });
  });

  it('is with the model that was chosen last', () => {
    const model = fact('ModelChosen', { workspaceId, model: 'new', previous: null });
    expect([intentAfter(created).model, intentAfter(created, model).model]).toEqual([null, 'new']);
  });

  it('knows who holds it', () => {
    const paused = fact('WorkspacePaused', { ...ofRun, incarnation: 0 });
    const resumed = fact('WorkspaceResumed', { ...ofRun, incarnation: 0 });
    expect(intentAfter(created, paused).pausedBy).toEqual({ kind: 'operator', id: 'operator' });
    expect(intentAfter(created, paused, resumed).pausedBy).toBeNull();
  });

  it('restarts the time to come online when the engine is back', () => {
    expect(intentAfter(...started)).toMatchObject({ expectedFrom: '2026-11-23T10:00:02.000Z', lost: false });
    const lost = fact('BackendLost', ofRun);
    expect(intentAfter(...started, lost)).toMatchObject({ expectedFrom: '2026-11-23T10:00:02.000Z', lost: true });
    const found = fact('BackendFound', ofRun);
    expect(intentAfter(...started, lost, found)).toMatchObject({
      expectedFrom: '2026-11-23T10:00:04.000Z',
      lost: false,
    });
  });
});
