import { exampleIds, fact, recorded } from '@guildhall/testing';
import { GrantedLeads } from './granted-leads.js';

const { workspace: workspaceId } = exampleIds;
const after = (managesTeam: unknown): GrantedLeads => {
  const leads = new GrantedLeads();
  leads.apply(recorded(fact('WorkspaceCreated', { workspaceId, managesTeam: managesTeam as ['restart'] })));
  return leads;
};

describe('what leads were granted', () => {
  it('is what their creation says, also after a snapshot', () => {
    const restored = new GrantedLeads();
    restored.fromJson(after(['restart']).toJson());
    expect([restored.allows(workspaceId, 'restart'), restored.allows(workspaceId, 'pause')]).toEqual([true, false]);
  });

  it('is nothing where an earlier version wrote null', () => {
    const leads = after(null);
    expect(leads.allows(workspaceId, 'restart')).toBe(false);
    expect(leads.toJson()).toEqual({});
  });
});
