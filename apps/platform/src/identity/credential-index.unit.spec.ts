import type { AnyFact, JsonObject } from '@guildhall/contracts';
import { fact, recordedLog } from '@guildhall/testing';
import { OrgGraphs } from '../graph/org-graphs.js';
import { CredentialIndex } from './credential-index.js';

const created = (workspaceId: string, parentId: string | null = null): AnyFact =>
  fact('WorkspaceCreated', { workspaceId, parentId });
const issued = (credentialId: string, workspaceId: string | null): AnyFact =>
  fact('TokenIssued', { credentialId, workspaceId, digest: `digest of ${credentialId}`, expiresAt: null });
const removed = fact('WorkspaceRemoved', { workspaceId: 'lead', removalId: 'removal' });
const restored = fact('WorkspaceRestored', { workspaceId: 'lead', removalId: 'removal', parentId: null });
const purged = (workspaceId: string): AnyFact => fact('WorkspacePurged', { workspaceId });

const team = [created('lead'), created('report', 'lead'), created('other')];
const tokens = [issued('of-lead', 'lead'), issued('of-report', 'report'), issued('of-other', 'other')];

describe('the live credentials', () => {
  let ended: string[];

  const after = (...facts: AnyFact[]): CredentialIndex => {
    const graphs = new OrgGraphs();
    const index = new CredentialIndex(graphs);
    index.whenEnded((credentialId) => ended.push(credentialId));
    for (const event of recordedLog(facts)) for (const fold of [graphs, index]) fold.apply(event);
    return index;
  };
  const liveOf = (index: CredentialIndex): string[] =>
    ['of-lead', 'of-report', 'of-other', 'later', 'service'].filter((id) => index.byCredentialId(id) !== undefined);
  beforeEach(() => (ended = []));

  it.each<[what: string, facts: AnyFact[], live: string[], ended: string[]]>([
    ['are those that were issued', [], ['of-lead', 'of-report', 'of-other'], []],
    ['are without those of a team that was removed', [removed], ['of-other'], ['of-lead', 'of-report']],
    ['stay without them when it is restored', [removed, restored], ['of-other'], ['of-lead', 'of-report']],
    [
      'do not get what is issued while it is removed, also not when it is restored',
      [removed, issued('later', 'report'), restored],
      ['of-other'],
      ['of-lead', 'of-report', 'later'],
    ],
    [
      'get what is issued when it is restored',
      [removed, restored, issued('later', 'report')],
      ['of-other', 'later'],
      ['of-lead', 'of-report'],
    ],
    ['are without those of a purged workspace', [purged('report')], ['of-lead', 'of-other'], ['of-report']],
    [
      'do not get what is issued for a purged one',
      [purged('report'), issued('later', 'report')],
      ['of-lead', 'of-other'],
      ['of-report', 'later'],
    ],
    [
      'get what is of no workspace',
      [removed, issued('service', null)],
      ['of-other', 'service'],
      ['of-lead', 'of-report'],
    ],
  ])('%s', (_what, facts, live, gone) => {
    const index = after(...team, ...tokens, ...facts);
    expect(liveOf(index)).toEqual(live);
    expect(ended).toEqual(gone);
    for (const id of gone) expect(index.wasRevoked(`digest of ${id}`)).toBe(true);
  });

  it('still tell of which workspace an ended token was, also from a snapshot', () => {
    const json = JSON.parse(JSON.stringify(after(...team, ...tokens, removed).toJson())) as JsonObject;
    const index = new CredentialIndex(new OrgGraphs());
    index.fromJson(json);
    expect(liveOf(index)).toEqual(['of-other']);
    expect(index.formerWorkspace('digest of of-report')).toBe('report');
    expect(index.formerWorkspace('digest of of-other')).toBeNull();
  });
});
