/** What other slices may use of this one. */
export type { Intent } from './intents.js';
export { AgentVariables } from './launch/agent-variables.js';
export { AskedVariables, FirstFiles } from './launch/launch-ports.js';
export { ProvisioningModule } from './provisioning.module.js';
