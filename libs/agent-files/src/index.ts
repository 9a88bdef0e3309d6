export type { AgentFiles, FileChange, FileRoot, StoredEntry } from './port.js';
export { fileRoots } from './port.js';
export { checkedPath, pathLimits } from './checked-path.js';
export { FolderFiles, type FolderRoot } from './folder/folder-files.js';
