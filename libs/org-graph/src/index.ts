export * from './graph-fold.js';
export * from './queries.js';
export { statusAfter, createdStatus, restoredStatus, type StatusChange, type StatusEventType } from './status.js';
