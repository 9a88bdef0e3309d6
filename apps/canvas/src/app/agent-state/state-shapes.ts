import type { ShownState } from './shown-state.js';

/** A state as a shape in a box of 16 by 16: filled, or drawn as a line. */
export interface StateShape {
  d: string;
  /** Width of the line; null: filled. */
  line: number | null;
  /** Dashes of the line. */
  dashes: string | null;
  /** Radius of a ring around it that pulses slowly; null: none. */
  pulse: number | null;
  /** Rotates while an operation runs. */
  turns: boolean;
}

const circle = (radius: number): string => {
  const across = radius * 2;
  return `M${8 - radius} 8a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0 ${-across} 0`;
};
const still = { line: null, dashes: null, pulse: null, turns: false } as const;

const shapes: Record<ShownState, StateShape> = {
  online: { ...still, d: circle(5) },
  working: { ...still, d: circle(3.8), pulse: 6.6 },
  degraded: { ...still, d: 'M8 2.2 14.4 13.5H1.6Z' },
  offline: { ...still, d: circle(4.6), line: 2 },
  provisioning: { ...still, d: circle(5.4), line: 2, dashes: '3.6 2.05', turns: true },
  failed: { ...still, d: 'M3 3h10v10H3z' },
  paused: { ...still, d: 'M3.5 3h3.4v10H3.5zM9.1 3h3.4v10H9.1z' },
  hibernated: { ...still, d: 'M12.8 10.2A5.6 5.6 0 0 1 6.1 3a5.6 5.6 0 1 0 6.7 7.2Z' },
  awaiting_agent: { ...still, d: circle(5.2), line: 2, dashes: '0.1 3.17' },
  removed: { ...still, d: 'M4 4l8 8M12 4l-8 8', line: 2 },
};

export const shapeOf = (state: ShownState): StateShape => shapes[state];
