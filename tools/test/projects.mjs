import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../start/places.mjs';

const parents = ['apps', 'libs', 'tools'];

/** Names of all projects that have a target, as their project.json files say. */
export const projectsWith = (/** @type {string} */ target) => {
  const folders = parents.flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)));
  const files = [...folders, 'tools', 'runtime', 'e2e'].map((folder) => join(root, folder, 'project.json'));
  const projects = files.filter(existsSync).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  return projects.filter(({ targets }) => target in targets).map(({ name }) => String(name));
};
