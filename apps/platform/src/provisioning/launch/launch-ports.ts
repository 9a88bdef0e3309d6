import type { Intent } from '../intents.js';

/** Files that an agent finds at its first start. The templates slice implements it. */
export abstract class FirstFiles {
  /** Throws TEMPLATE_NOT_FOUND, TEMPLATE_INVALID. */
  abstract requireTemplate(id: string, org: string): Promise<void>;
  /** Before the agent starts; writes nothing that is there already. */
  abstract write(intent: Intent): Promise<void>;
}

/** Variables that the configuration of an agent asks for. The configuration slice implements it. */
export abstract class AskedVariables {
  /** Their names; empty when it asks for none. */
  abstract of(intent: Intent): Promise<readonly string[]>;
}
