export * from './graph-fold.js';
export * from './queries.js';
export { learnsByRestart } from './restart-due.js';
export { pastColumns, workspaceView } from './workspace-view.js';
export { createdStatus, externalRuntime, isReachable, restoredStatus } from './status.js';
