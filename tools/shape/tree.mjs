import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow } from './source-files.mjs';

/** A checkout that figures are counted in. Reads and parses each file once. */
export class Tree {
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** @type {Map<string, ts.SourceFile>} */
  #parsed = new Map();

  /** @param {string} root */
  constructor(root) {
    this.root = root;
    this.paths = filesBelow(root);
  }

  /**
   * Paths below the given folders that pass the filter.
   * @param {readonly string[]} folders each with a slash at the end
   * @param {(path: string) => boolean} [filter]
   */
  below(folders, filter = () => true) {
    return this.paths.filter((path) => folders.some((folder) => path.startsWith(folder)) && filter(path));
  }

  /** @param {string} path */
  text(path) {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.root, path), 'utf8');
    this.#texts.set(path, text);
    return text;
  }

  /** @param {string} path */
  parsed(path) {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const file = ts.createSourceFile(path, this.text(path), ts.ScriptTarget.Latest, true);
    this.#parsed.set(path, file);
    return file;
  }
}

/**
 * Every node of a file, parents first.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => void} visit
 */
export const visitAll = (node, visit) => {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
};

/** @param {ts.Node} node */
export const lineOf = (node) => {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
};
