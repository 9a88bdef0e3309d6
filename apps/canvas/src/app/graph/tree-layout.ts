import type { Edge, Graph, Layout, Node } from '@swimlane/ngx-graph';
import type { Placement, Point } from '../placement/geometry.js';
import { cardSize } from '../placement/placement.js';

const placed = (node: Node | undefined): Point => ({
  ...((node?.data as { at?: Point } | undefined)?.at ?? { x: 0, y: 0 }),
});

/** The layout that ngx-graph asks for. `place` has computed it already; the nodes carry it. */
export class TreeLayout implements Layout {
  settings = {};

  run(graph: Graph): Graph {
    const byId = new Map(graph.nodes.map((node) => [node.id, node]));
    for (const node of graph.nodes) node.position = placed(node);
    for (const edge of graph.edges) edge.points = [placed(byId.get(edge.source)), placed(byId.get(edge.target))];
    return graph;
  }

  updateEdge(graph: Graph, _edge: Edge): Graph {
    return graph;
  }
}

/** Nodes and links in the form of ngx-graph. */
export const drawing = ({ positions, parents }: Placement): { nodes: Node[]; links: Edge[] } => ({
  nodes: [...positions].map(([id, at]) => ({
    id,
    data: { at },
    dimension: { width: cardSize.width, height: cardSize.height },
    meta: { forceDimensions: true },
  })),
  links: [...parents].map(([id, parent]) => ({ id: `line-${id}`, source: parent, target: id, data: { id } })),
});
