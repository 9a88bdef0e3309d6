export type { AgentFiles, FileChange, FileRoot, StoredEntry } from './port.js';
export { fileRoots } from './port.js';
