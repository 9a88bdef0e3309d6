/** Inputs that are no text: a slider, a switch, a colour. They need keys that move and press, and no letters. */
const controls = new Set(['range', 'checkbox', 'radio', 'button', 'submit', 'reset', 'color', 'file']);
const moving = /^(Arrow.*|Home|End|PageUp|PageDown)$/;
const pressing = new Set(['Enter', ' ']);

const isText = (field: Element): boolean => !(field instanceof HTMLInputElement) || !controls.has(field.type);

/**
 * Whether the element where a key is pressed needs it for itself. Only fields for text take every key; a slider takes what moves
 * it, a button what presses it.
 */
export const takesKey = (element: Element, key: string): boolean => {
  const field = element.closest('input, textarea, select, [contenteditable]');
  if (field !== null && isText(field)) return true;
  if (moving.test(key)) return field !== null || element.closest('aside, [popover], [role="tablist"]') !== null;
  if (!pressing.has(key)) return false;
  const isSlider = field instanceof HTMLInputElement && field.type === 'range';
  return (field !== null && !isSlider) || element.closest('button, a') !== null;
};
