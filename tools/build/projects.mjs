import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../start/places.mjs';

const parents = ['apps', 'libs', 'tools'];

/**
 * Names and folders of all projects that have a target, as their project.json files say.
 * @param {string} target
 * @returns {{ name: string, folder: string }[]}
 */
export const projectsWith = (target) => {
  const children = parents.flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`));
  const folders = [...children, 'tools', 'runtime', 'e2e'].filter((folder) =>
    existsSync(join(root, folder, 'project.json')),
  );
  return folders.flatMap((folder) => {
    const { name, targets } = JSON.parse(readFileSync(join(root, folder, 'project.json'), 'utf8'));
    return target in targets ? [{ name: String(name), folder }] : [];
  });
};
