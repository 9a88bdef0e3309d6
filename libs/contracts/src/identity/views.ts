/** One row of `GET /workspaces/:id/tokens`. The token itself was shown once and is not kept. */
export interface TokenView {
  id: string;
  prefix: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
}
