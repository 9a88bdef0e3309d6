export * from './graph-fold.js';
export * from './queries.js';
export {
  statusAfter,
  createdStatus,
  isReachable,
  restoredStatus,
  type StatusChange,
  type StatusEventType,
} from './status.js';
