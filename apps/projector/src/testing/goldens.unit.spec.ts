import { describe, expect, it } from '@jest/globals';
import { eventDeclarations, type RecordedEvent } from '@guildhall/contracts';
import { readGoldens, withOpeners } from '@guildhall/testing';
import { deliver } from '../engine/feed/delivery.js';
import type { FoldContext, View } from '../engine/view/view.js';
import { views } from '../views.js';
import { Stage } from './given.suite.js';

const goldens = readGoldens();
const openers = ['OrganisationFounded', 'WorkspaceCreated', 'MessageSent', 'TokenIssued'];

/** These show in the history alone. An event that no view folds must be listed here. */
const inHistoryOnly = [
  'AccessRefused',
  'OperatorLoggedIn',
  'OrganisationImported',
  'SessionEnded',
  'TemplateImported',
  'TerminalClosed',
  'TerminalOpened',
];
/** These hold every event, or every event of the graph. */
const general = ['feed', 'graph_keyframes'];

const opened = ({ open }: View): FoldContext =>
  open(null, {
    documents: (ids) => Promise.resolve(ids.map(() => null)),
    isEmpty: true,
    blobs: new Stage(views[0] as View).blobs,
  });

const folded = async (view: View, events: readonly RecordedEvent[]): Promise<string | null> => {
  const { runner, group } = await new Stage(view).open();
  await deliver(group, events, { position: null, ordinal: 0 }, 'bulk');
  await group.flush();
  return runner.error;
};

describe('the golden events', () => {
  it.each(goldens.map((golden) => [golden.name, golden] as const))('fold in every view: %s', async (_name, golden) => {
    const events = withOpeners(goldens, golden, openers);
    for (const view of views) expect([view.name, await folded(view, events)]).toEqual([view.name, null]);
  });

  it('each belong to a view, or are listed as shown in the history alone', () => {
    const contexts = views.filter(({ name }) => !general.includes(name)).map(opened);
    const unfolded = Object.keys(eventDeclarations).filter((type) => !contexts.some((view) => view.handles(type)));
    expect(unfolded.sort()).toEqual(inHistoryOnly);
  });
});
