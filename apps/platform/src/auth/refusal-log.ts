import type { Principal } from '../commands/command-meta.js';

/** `request`: what an open socket asked for; null: it was no socket, or one that was not let in. */
export interface RefusedRoute {
  method: string;
  path: string;
  request: string | null;
}

export interface RefusedAccess {
  code: string;
  route: RefusedRoute;
  workspaceId: string | null;
  principal: Principal | null;
}

/** Where refused attempts are noted. The identity slice implements it. */
export abstract class RefusalLog {
  abstract note(refused: RefusedAccess): void;
}
