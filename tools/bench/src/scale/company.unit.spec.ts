import type { AnyFact, GraphWorkspace } from '@guildhall/contracts';
import { createGraphFold } from '@guildhall/org-graph';
import { SeededRandom } from '@guildhall/testing';
import { Company } from './company.js';
import { sizes } from './scale-log.js';

const history = (size: number): AnyFact[] => {
  const company = new Company('org-1', size, new SeededRandom(3), '0'.repeat(64));
  const facts: AnyFact[] = [];
  while (company.events < company.target) facts.push(...company.step(1_000_000 + facts.length));
  return facts;
};

const graphOf = (facts: readonly AnyFact[]): GraphWorkspace[] => {
  const fold = createGraphFold('org-1');
  for (const { type, data } of facts) fold.apply({ type, data, recordedAt: '2026-11-23T10:00:00.000Z' });
  return fold.toGraph().workspaces;
};

const depthOf = (workspaces: readonly GraphWorkspace[]): number => {
  const parents = new Map(workspaces.map(({ id, parentId }) => [id, parentId]));
  const levels = workspaces.map(({ id }) => {
    let level = 0;
    for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) level += 1;
    return level;
  });
  return Math.max(...levels);
};

describe('Company', () => {
  const facts = history(1_000);
  const workspaces = graphOf(facts);

  it('grows to its size while it works', () => {
    expect(workspaces).toHaveLength(1_000);
    expect(facts.length).toBeGreaterThanOrEqual(6_000);
    expect(new Set(facts.map(({ type }) => type))).toContain('WorkspacePlaced');
  });

  it('has one head and four to six levels', () => {
    expect(workspaces.filter(({ parentId }) => parentId === null)).toHaveLength(1);
    expect(depthOf(workspaces)).toBeGreaterThanOrEqual(4);
    expect(depthOf(workspaces)).toBeLessThanOrEqual(6);
  });

  it('leaves no work for a platform that starts on it', () => {
    expect(workspaces.filter(({ task, queued }) => task !== null || queued > 0)).toEqual([]);
    expect(new Set(workspaces.map(({ status }) => status))).not.toContain('provisioning');
  });

  it('is the same each time', () => {
    expect(JSON.stringify(history(1_000))).toBe(JSON.stringify(facts));
  });
});

describe('sizes', () => {
  it.each([
    { workspaces: 20_000, organisations: 20 },
    { workspaces: 1_000_000, organisations: 1_000 },
    { workspaces: 100_000, organisations: 1 },
  ])('of $organisations organisations are $workspaces workspaces together', (scale) => {
    const all = [...sizes(scale).values()];
    expect(all).toHaveLength(scale.organisations);
    expect(all.reduce((sum, size) => sum + size, 0)).toBe(scale.workspaces);
  });
});
