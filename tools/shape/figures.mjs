import { apiFigures } from './api-figures.mjs';
import { codeFigures } from './code-figures.mjs';
import { eventFiles, eventProse, stateMachines, textField } from './event-figures.mjs';

/** Every figure that is counted in the tree; what is timed is a bench. @type {readonly import('./figure.mjs').Figure[]} */
export const figures = [
  textField,
  eventFiles,
  ...apiFigures,
  ...codeFigures,
  stateMachines('messages'),
  stateMachines('provisioning'),
  eventProse,
];
