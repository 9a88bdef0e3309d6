export type { AgentFiles, FileChange, FileRoot, StoredEntry } from './port.js';
export { fileRoots } from './port.js';
export { checkedPath, pathLimits } from './checked-path.js';
export { FolderFiles, type FolderRoot } from './folder/folder-files.js';
export { removeFolder } from './folder/removal.js';
export { answerRequest } from './remote/answer-request.js';
export { RemoteFiles, type ProgramAnswer, type RunProgram } from './remote/remote-files.js';
export { frameLength } from './remote/protocol.js';
