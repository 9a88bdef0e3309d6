export * from './graph-fold.js';
export * from './queries.js';
export {
  statusAfter,
  createdStatus,
  externalRuntime,
  isReachable,
  restoredStatus,
  type StatusChange,
  type StatusEventType,
} from './status.js';
