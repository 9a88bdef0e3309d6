export * from './graph-fold.js';
export * from './queries.js';
export { learnsByRestart } from './restart-due.js';
export {
  statusAfter,
  createdStatus,
  externalRuntime,
  isReachable,
  restoredStatus,
  type StatusChange,
  type StatusEventType,
} from './status.js';
