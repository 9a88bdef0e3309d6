import type { EventItem, GraphWorkspace, OrgGraph, Position } from '@guildhall/contracts';
import { createGraphFold, type GraphFold } from '@guildhall/org-graph';
import type { NextFrame } from '../platform/next-frame.js';
import { NodeSignals, type Expected } from './node-signals.js';

interface Pending {
  id: string;
  change: Expected;
  /** Position of the command's answer; null: not answered yet. */
  position: Position | null;
}

/** Two folds, live and past; one is shown. The live one also shows changes that the log has yet to confirm. */
export class GraphFeed {
  readonly nodes = new NodeSignals();
  private liveFold: GraphFold = createGraphFold('');
  private pastFold: GraphFold | null = null;
  private livePosition: Position = '';
  private readonly pending = new Set<Pending>();
  private readonly dirty = new Set<string>();

  constructor(private readonly frame: NextFrame) {}

  get isPast(): boolean {
    return this.pastFold !== null;
  }

  /** A workspace as the live log knows it, also while the past is shown. */
  live(id: string): GraphWorkspace | undefined {
    return this.liveFold.get(id);
  }

  startLive(graph: OrgGraph, position: Position): void {
    this.liveFold = createGraphFold(graph.org, graph);
    this.livePosition = position;
    this.settle();
    if (!this.isPast) this.redraw();
  }

  /** Folds at once; the screen follows with the next frame. */
  applyLive(items: readonly EventItem[], position: Position): void {
    for (const item of items) {
      const changed = this.liveFold.apply(item);
      if (!this.isPast) this.mark(changed);
    }
    this.livePosition = position;
    if (!this.isPast && (this.dirty.size > 0 || this.pending.size > 0)) this.frame.request(this.flush);
  }

  showPast(graph: OrgGraph): void {
    this.pastFold = createGraphFold(graph.org, graph);
    this.redraw();
  }

  applyPast(items: readonly EventItem[]): void {
    if (this.pastFold === null) return;
    for (const item of items) this.mark(this.pastFold.apply(item));
    this.frame.request(this.flush);
  }

  showLive(): void {
    this.pastFold = null;
    this.redraw();
  }

  /** Shows a change before the log confirms it. Call the result with the answer's position, or with null to take it back. */
  expect(ids: readonly string[], change: Expected): (position: Position | null) => void {
    const expected = ids.map((id): Pending => ({ id, change, position: null }));
    for (const pending of expected) this.pending.add(pending);
    this.mark(ids);
    this.flush();
    return (position) => {
      for (const pending of expected) {
        if (position === null) this.pending.delete(pending);
        else pending.position = position;
      }
      this.mark(ids);
      this.flush();
    };
  }

  private readonly read = (id: string): GraphWorkspace | undefined => {
    const folded = (this.pastFold ?? this.liveFold).get(id);
    if (folded === undefined || this.isPast || this.pending.size === 0) return folded;
    const changes = [...this.pending].filter((pending) => pending.id === id).map(({ change }) => change);
    return changes.length === 0 ? folded : Object.assign({}, folded, ...changes);
  };

  private readonly flush = (): void => {
    this.settle();
    this.nodes.update(this.dirty, this.read);
    this.dirty.clear();
  };

  private settle(): void {
    for (const pending of this.pending) {
      if (pending.position === null || pending.position > this.livePosition) continue;
      this.pending.delete(pending);
      this.dirty.add(pending.id);
    }
  }

  private redraw(): void {
    const { workspaces } = (this.pastFold ?? this.liveFold).toGraph();
    this.nodes.replace(workspaces.map((one) => this.read(one.id) ?? one));
    this.dirty.clear();
  }

  private mark(ids: readonly string[]): void {
    for (const id of ids) this.dirty.add(id);
  }
}
