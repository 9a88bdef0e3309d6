import type { TerminalSize } from '@guildhall/contracts';
import { InjectionToken } from '@angular/core';
import { openTerminal, type Terminal, type TerminalHandlers } from '@guildhall/client';
import { pageSecret } from './page-secret.js';

/** Opens a terminal of the platform that served this page. */
export const OPEN_TERMINAL = new InjectionToken<
  (workspaceId: string, size: TerminalSize, handlers: TerminalHandlers) => Terminal
>('open terminal', {
  providedIn: 'root',
  factory: () => (workspaceId, size, handlers) =>
    openTerminal({ baseUrl: '', page: pageSecret }, workspaceId, size, handlers),
});
