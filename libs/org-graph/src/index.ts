export * from './graph-fold.js';
export * from './queries.js';
export { learnsByRestart } from './restart-due.js';
export { createdStatus, externalRuntime, isReachable, restoredStatus } from './status.js';
