import type { ITheme } from '@xterm/xterm';

/** Token of each colour that programs in a terminal know by name. */
const tokens = {
  foreground: '--gh-text',
  background: '--gh-sunken',
  cursor: '--gh-text',
  cursorAccent: '--gh-sunken',
  black: '--gh-border-strong',
  red: '--gh-danger',
  green: '--gh-state-online',
  yellow: '--gh-state-degraded',
  blue: '--gh-accent',
  magenta: '--gh-past',
  cyan: '--gh-state-provisioning',
  white: '--gh-text-muted',
  brightBlack: '--gh-text-muted',
  brightRed: '--gh-danger',
  brightGreen: '--gh-state-online',
  brightYellow: '--gh-state-degraded',
  brightBlue: '--gh-accent',
  brightMagenta: '--gh-past',
  brightCyan: '--gh-state-provisioning',
  brightWhite: '--gh-text',
} as const satisfies ITheme;

/** The terminal draws on a canvas and needs the values; they are read again when the theme changes. */
export const terminalTheme = (element: Element): ITheme => {
  const style = getComputedStyle(element);
  const value = (token: string): string => style.getPropertyValue(token).trim();
  const theme = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, value(token)]));
  return { ...theme, selectionBackground: `${value('--gh-accent')}55` };
};

/** Calls back when the theme of the page may have changed; the result stops it. */
export const onThemeChange = (act: () => void): (() => void) => {
  const observer = new MutationObserver(act);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', act);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', act);
  };
};
