/** The refusals of files alone: for a program that has to start fast and checks no bodies. */
export * from '../declarations/problem.js';
export * from '../files/errors.js';
export * from './guildhall-error.js';
export type { ErrorCode } from './registry.js';
