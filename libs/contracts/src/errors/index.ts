/** The refusals alone: for a program that has to start fast and checks no bodies. */
export * from '../declarations/problem.js';
export * from './registry.js';
