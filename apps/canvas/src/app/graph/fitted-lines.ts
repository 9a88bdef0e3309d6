let context: CanvasRenderingContext2D | null | undefined;

/** Width of a text in pixels; a generous guess where nothing can be measured. */
const widthOf = (text: string, font: string): number => {
  context ??=
    typeof OffscreenCanvas === 'undefined' ? null : (document.createElement('canvas').getContext('2d') ?? null);
  if (context === null) return text.length * 15;
  context.font = font;
  return context.measureText(text).width;
};

/** Breaks a text into at most two lines and shortens the second if needed, because SVG does not wrap text. */
export const fittedLines = (text: string, width: number, font: string): readonly string[] => {
  const fits = (line: string): boolean => widthOf(line, font) <= width;
  if (fits(text)) return [text];
  const words = text.split(' ');
  let first = '';
  while (words.length > 0 && fits(`${first} ${words[0] ?? ''}`.trim()))
    first = `${first} ${words.shift() ?? ''}`.trim();
  if (first === '') return [shortened(text, fits)];
  return [first, shortened(words.join(' '), fits)];
};

const shortened = (text: string, fits: (line: string) => boolean): string => {
  if (fits(text)) return text;
  let kept = text.slice(0, 40);
  while (kept.length > 1 && !fits(`${kept.trimEnd()}…`)) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
};
