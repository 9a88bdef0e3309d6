import type { Principal } from '../commands/command-meta.js';

export interface RefusedAccess {
  code: string;
  route: string;
  workspaceId: string | null;
  principal: Principal | null;
}

/** Where refused attempts are noted. The identity slice implements it. */
export abstract class RefusalLog {
  abstract note(refused: RefusedAccess): void;
}
