import type { TeamAction } from '@guildhall/contracts';

/** What a template gives to a workspace made from it, where its creation is silent. */
export interface TemplateFacts {
  name: string;
  description: string;
  role: string;
  tier: number | null;
  runtime: string | null;
  model: string | null;
  command: string | null;
  managesTeam: TeamAction[];
}

/** The templates that workspaces are made from. The templates slice implements it. */
export abstract class TemplateSource {
  /** Throws TEMPLATE_NOT_FOUND, TEMPLATE_INVALID. */
  abstract facts(id: string, org: string): Promise<TemplateFacts>;
}
