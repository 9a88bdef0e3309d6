import type { WorkspaceCreatedData, WorkspaceId } from '@guildhall/contracts';
import { tableOver, type Table } from '../layered-map.js';
import { RecentKeys } from '../recent-keys.js';

/** The last placement of a workspace, with what it replaced. */
export interface PlacementMark {
  eventId: string | null;
  previousParentId: WorkspaceId | null;
  /** Where the tree knew it before; absent: the placement gave no place. */
  previousPlace?: { x: number | null; y: number | null };
}
/** The last event that brought a workspace, with its team, into being or took it away. */
export interface ExistenceMark {
  eventId: string | null;
  type: 'WorkspaceCreated' | 'WorkspaceRemoved' | 'WorkspaceRestored';
  count: number;
}

export interface TreeNode {
  creation: WorkspaceCreatedData;
  parentId: WorkspaceId | null;
  x: number | null;
  y: number | null;
  /** Id of the removal that took it away. */
  removal: string | null;
  /** Revision of the tree event that last named it. */
  revision: number;
  placement: PlacementMark | null;
  existence: ExistenceMark;
}

const rememberedEvents = 4_096;
/** A set whose order is that of its additions. */
type Siblings = Table<WorkspaceId, true>;

/**
 * Structure of one organisation: every workspace ever created, its parent and its removal. Changed only by the fold of
 * the tree stream; everything else only reads it. A fork reads through to its base and holds what differs.
 */
export class TreeState {
  private readonly nodes: Table<WorkspaceId, TreeNode>;
  private readonly children: Table<WorkspaceId | null, Siblings>;
  /** Events whose change a later one replaced, with their workspace. */
  readonly replaced: RecentKeys<WorkspaceId>;

  constructor(
    replaced: Iterable<readonly [string, WorkspaceId]> = [],
    private readonly base: TreeState | null = null,
  ) {
    this.nodes = tableOver(base?.nodes);
    this.children = tableOver(base?.children);
    this.replaced = base?.replaced.fork() ?? new RecentKeys(rememberedEvents, replaced);
  }

  /** Reads through to this tree, which must not change as long as the fork is used. */
  fork(): TreeState {
    return new TreeState([], this);
  }

  /** Number of workspaces, also removed ones. */
  get size(): number {
    return this.nodes.size;
  }

  ids(): Iterable<WorkspaceId> {
    return this.nodes.keys();
  }

  node(id: WorkspaceId): TreeNode | undefined {
    return this.nodes.get(id);
  }

  /** The node to be changed: in a fork it is a copy. */
  editable(id: WorkspaceId): TreeNode | undefined {
    const node = this.nodes.get(id);
    if (node === undefined || node !== this.base?.node(id)) return node;
    const copy = { ...node };
    this.nodes.set(id, copy);
    return copy;
  }

  /** Also true for removed ones. */
  has(id: WorkspaceId): boolean {
    return this.nodes.has(id);
  }

  /** Null: at the top, or unknown. */
  parentOf(id: WorkspaceId): WorkspaceId | null {
    return this.nodes.get(id)?.parentId ?? null;
  }

  isRemoved(id: WorkspaceId): boolean {
    return this.nodes.get(id)?.removal != null;
  }

  /** Facts given at creation: the initial state of the workspace's own stream. */
  creationFacts(id: WorkspaceId): WorkspaceCreatedData | undefined {
    return this.nodes.get(id)?.creation;
  }

  /** Revision of the tree event that last named it; -1: unknown. */
  placementRevision(id: WorkspaceId): number {
    return this.nodes.get(id)?.revision ?? -1;
  }

  /** Direct children that are there; `null`: those at the top. Of a removed workspace: those removed with it. */
  childrenOf(id: WorkspaceId | null): WorkspaceId[] {
    const removal = id === null ? null : (this.nodes.get(id)?.removal ?? null);
    return this.everyChildOf(id).filter((child) => this.nodes.get(child)?.removal === removal);
  }

  /** All below, without the workspace itself; parents before children. */
  descendantsOf(id: WorkspaceId): WorkspaceId[] {
    const found = this.childrenOf(id);
    for (let index = 0; index < found.length; index += 1) found.push(...this.childrenOf(found[index] ?? null));
    return found;
  }

  /** All below, whenever they were removed; children before parents. */
  allBelow(id: WorkspaceId): WorkspaceId[] {
    const found = this.everyChildOf(id);
    for (const member of found) for (const child of this.everyChildOf(member)) found.push(child);
    return found.reverse();
  }

  /** From the parent up to the top. */
  ancestorsOf(id: WorkspaceId): WorkspaceId[] {
    const found: WorkspaceId[] = [];
    for (let parent = this.parentOf(id); parent !== null; parent = this.parentOf(parent)) found.push(parent);
    return found;
  }

  /** Levels of a workspace and its team; 1: it has no team. */
  heightOf(id: WorkspaceId): number {
    let height = 0;
    for (let level = [id]; level.length > 0; level = level.flatMap((member) => this.childrenOf(member))) height += 1;
    return height;
  }

  add(node: TreeNode): void {
    this.nodes.set(node.creation.workspaceId, node);
    this.link(node.creation.workspaceId, node.parentId);
  }

  attach(node: TreeNode, parentId: WorkspaceId | null): void {
    const id = node.creation.workspaceId;
    this.siblingsBelow(node.parentId).delete(id);
    node.parentId = parentId;
    this.link(id, parentId);
  }

  drop(id: WorkspaceId): void {
    this.siblingsBelow(this.parentOf(id)).delete(id);
    this.children.delete(id);
    this.nodes.delete(id);
  }

  private link(id: WorkspaceId, parentId: WorkspaceId | null): void {
    this.siblingsBelow(parentId).set(id, true);
  }

  /** Children, whenever they were removed. */
  private everyChildOf(id: WorkspaceId | null): WorkspaceId[] {
    const children = this.children.get(id);
    return children === undefined ? [] : [...children.keys()];
  }

  /** The children of a parent to be changed: in a fork they are a layer over those of its base. */
  private siblingsBelow(parentId: WorkspaceId | null): Siblings {
    const siblings = this.children.get(parentId);
    if (siblings !== undefined && siblings !== this.base?.children.get(parentId)) return siblings;
    const own = tableOver(siblings);
    this.children.set(parentId, own);
    return own;
  }
}
