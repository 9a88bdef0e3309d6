import type { TerminalSize } from '@guildhall/contracts';
import type { Terminal as Session } from '@guildhall/client';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { onThemeChange, terminalTheme } from './terminal-look.js';

/** xterm in an element of the page: fits the element, follows the theme, and handles the keys of its own. */
export class TerminalScreen {
  private readonly fit = new FitAddon();
  private readonly terminal: Terminal;
  private readonly observer: ResizeObserver;
  private readonly endTheme: () => void;
  private session: Session | null = null;

  constructor(element: HTMLElement, leave: () => void) {
    this.terminal = new Terminal({
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: getComputedStyle(element).getPropertyValue('--gh-mono').trim(),
      fontSize: 13,
      scrollback: 5_000,
      theme: terminalTheme(element),
      minimumContrastRatio: 4.5,
      screenReaderMode: false,
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.open(element);
    this.terminal.attachCustomKeyEventHandler((event) => this.isForProgram(event, leave));
    this.terminal.onData((data) => this.session?.input(data));
    this.terminal.onResize(({ cols: columns, rows }) => this.session?.resize({ columns, rows }));
    this.observer = new ResizeObserver(() => this.refit());
    this.observer.observe(element);
    this.endTheme = onThemeChange(() => (this.terminal.options.theme = terminalTheme(element)));
    this.refit();
  }

  get size(): TerminalSize {
    return { columns: this.terminal.cols, rows: this.terminal.rows };
  }

  /** Sends keys to this session; null: to none. */
  connect(session: Session | null): void {
    this.session = session;
    this.terminal.options.disableStdin = session === null;
  }

  write(data: Uint8Array | string): void {
    this.terminal.write(data);
  }

  clear(): void {
    this.terminal.reset();
  }

  focus(): void {
    this.terminal.focus();
  }

  selection(): string {
    return this.terminal.getSelection();
  }

  paste(text: string): void {
    this.terminal.paste(text);
  }

  destroy(): void {
    this.endTheme();
    this.observer.disconnect();
    this.terminal.dispose();
  }

  private refit(): void {
    this.fit.fit();
  }

  /** Ctrl+Shift+C copies, Ctrl+Shift+V pastes (the browser's own), Shift+Escape leaves; all else is for the program. */
  private isForProgram(event: KeyboardEvent, leave: () => void): boolean {
    const isShifted = event.ctrlKey && event.shiftKey;
    if (isShifted && event.code === 'KeyC') {
      if (event.type === 'keydown') void navigator.clipboard?.writeText(this.selection());
      event.preventDefault();
      return false;
    }
    if (isShifted && event.code === 'KeyV') return false;
    if (event.shiftKey && event.key === 'Escape') {
      if (event.type === 'keydown') leave();
      event.preventDefault();
      return false;
    }
    return true;
  }
}
