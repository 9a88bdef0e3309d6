export interface Point {
  x: number;
  y: number;
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
/** The facts of a workspace that decide its place. */
export interface Placeable {
  id: string;
  parentId: string | null;
  x: number | null;
  y: number | null;
  collapsed: boolean;
}
export interface CardSize {
  width: number;
  height: number;
  gapX: number;
  gapY: number;
}
/** A workspace and those below it that are shown. */
export interface Shown {
  id: string;
  below: readonly Shown[];
}
/** Where a layout puts a card, and how the line from its lead reaches it. */
export interface Spot extends Point {
  /** `gutter`: down beside its column. A number: down a trunk that far (in x) from the lead's centre. */
  line: 'straight' | 'gutter' | number;
}
export interface Placement {
  /** Centre of every card that is shown. */
  positions: ReadonlyMap<string, Point>;
  /** SVG path of the reporting line, by the id of the workspace that reports. */
  lines: ReadonlyMap<string, string>;
  parents: ReadonlyMap<string, string>;
  /** Ids hidden below each collapsed workspace. */
  folded: ReadonlyMap<string, readonly string[]>;
  bounds: Box | null;
}
