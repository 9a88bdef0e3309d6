import { hopLimit, mayTalk, peersOf, type TalkPartner, type TalkTree } from './talk.js';

const workspace = (id: string, parentId: string | null, isRemoved = false): TalkPartner => ({
  id,
  parentId,
  removed: isRemoved ? {} : null,
});
/** Two at the top; lead has coder and tester; coder has helper; gone was removed. */
const workspaces = [
  workspace('lead', null),
  workspace('boss', null),
  workspace('coder', 'lead'),
  workspace('tester', 'lead'),
  workspace('helper', 'coder'),
  workspace('gone', 'lead', true),
  workspace('buried', 'gone', true),
];
const byId = new Map(workspaces.map((one) => [one.id, one]));
const tree: TalkTree = {
  has: (id) => byId.has(id),
  parentOf: (id) => byId.get(id)?.parentId ?? null,
  isRemoved: (id) => byId.get(id)?.removed != null,
};

describe('who may talk to whom', () => {
  it.each([
    ['oneself', 'coder', 'coder', true],
    ['siblings', 'coder', 'tester', true],
    ['everybody at the top', 'lead', 'boss', true],
    ['a parent to its child', 'lead', 'coder', true],
    ['an ancestor to anybody below', 'lead', 'helper', true],
    ['anybody to every ancestor', 'helper', 'lead', true],
    ['not a nephew to an uncle', 'helper', 'tester', false],
    ['not somebody at the top into another team', 'boss', 'coder', false],
    ['not to a removed one', 'coder', 'gone', false],
    ['not a removed one to anybody', 'gone', 'lead', false],
    ['not within a removed team', 'gone', 'buried', false],
    ['not a removed one to itself', 'gone', 'gone', false],
    ['not the unknown', 'nobody', 'lead', false],
    ['not to the unknown', 'lead', 'nobody', false],
  ])('%s', (_sentence, from, to, expected) => {
    expect(mayTalk(tree, from, to)).toBe(expected);
  });
});

describe('peers', () => {
  it('are siblings, children and parent', () => {
    expect(peersOf(workspaces, 'coder')).toEqual(['lead', 'tester', 'helper']);
    expect(peersOf(workspaces, 'lead')).toEqual(['boss', 'coder', 'tester']);
    expect(peersOf(workspaces, 'helper')).toEqual(['coder']);
  });

  it('are nobody for the removed and the unknown', () => {
    expect(peersOf(workspaces, 'gone')).toEqual([]);
    expect(peersOf(workspaces, 'nobody')).toEqual([]);
  });

  it('are always allowed to talk', () => {
    for (const { id } of workspaces)
      for (const peer of peersOf(workspaces, id)) expect(mayTalk(tree, id, peer)).toBe(true);
  });
});

it('work passes through sixteen agents at most', () => expect(hopLimit).toBe(16));
