/** What other slices may use of this one. */
export { CreateWorkspace } from './create-workspace.command.js';
export { type TemplateFacts, TemplateSource } from './template-facts.js';
