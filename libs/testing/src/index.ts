export * from './installation/installation.js';
export * from './installation/until.js';
