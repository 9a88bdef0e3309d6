import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const root = realpathSync(process.cwd());
const fileLimit = 2000;
const sizeLimit = 1_048_576;

class Unusable extends Error {}

const isInside = (path) => path === root || path.startsWith(root + sep);
const shown = (path) => relative(root, path) || '.';
const isSkipped = (name) => name.startsWith('.') || name === 'node_modules';

const foldersHere = () =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isSkipped(entry.name))
    .map((entry) => entry.name)
    .sort();

const usage = () =>
  `Name a folder or a Markdown file below my working directory, for example "docs". I check its relative links and anchors, without the network. Folders here: ${foldersHere().join(', ') || 'none'}.`;

/** Real path of what exists under a name; null when there is nothing. */
const existing = (path) => {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
};

/** The first word of the message that names something here. */
const chosen = (text) => {
  const names = text.split(/\s+/).map((word) => word.replaceAll(/^["'`(]+|["'`),;:?!]+$/g, ''));
  for (const name of names.filter((each) => each !== '')) {
    const path = existing(resolve(root, name)) ?? existing(resolve(root, name.replace(/\.$/, '')));
    const looksLikePath = name.includes('/') || name.startsWith('..');
    if (path !== null && !isInside(path) && looksLikePath)
      throw new Unusable(`"${name}" is outside of my working directory.`);
    if (path !== null && isInside(path) && (statSync(path).isDirectory() || path.endsWith('.md'))) return path;
    if (path === null && looksLikePath) throw new Unusable(`There is no "${name}" here.`);
  }
  throw new Unusable('The message names no folder that I have.');
};

/** Markdown files below a folder; symbolic links are not followed. */
const markdownFiles = (path) => {
  if (!statSync(path).isDirectory()) return [path];
  const files = [];
  const waiting = [path];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = join(folder, entry.name);
      if (entry.isDirectory() && !isSkipped(entry.name)) waiting.push(child);
      else if (entry.isFile() && entry.name.endsWith('.md')) files.push(child);
      if (files.length > fileLimit)
        throw new Unusable(`There are more than ${fileLimit} Markdown files in there: name a smaller folder.`);
    }
  }
  return files.sort();
};

/** Text with code blanked out, so that line numbers stay. */
const withoutCode = (text) =>
  text
    .replaceAll(/^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[ \t]*$|(?![\s\S]))/gm, (block) =>
      block.replaceAll(/[^\n]/g, ' '),
    )
    .replaceAll(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, (code) => ' '.repeat(code.length));

const contents = new Map();
const contentOf = (file) => {
  if (!contents.has(file)) {
    if (lstatSync(file).size > sizeLimit) throw new Unusable(`${shown(file)} is larger than 1 MiB.`);
    contents.set(file, withoutCode(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')));
  }
  return contents.get(file);
};

/** Anchors of a Markdown file: headings as GitHub names them, and explicit ids. */
const anchorsOf = (file) => {
  const text = contentOf(file);
  const raw = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').split('\n');
  const anchors = new Set([...text.matchAll(/<[a-z]+[^>]*\s(?:id|name)=["']([^"']+)["']/gi)].map((match) => match[1]));
  const seen = new Map();
  text.split('\n').forEach((line, index) => {
    if (!/^ {0,3}#{1,6}\s/.test(line)) return;
    const title = raw[index].replace(/^ {0,3}#{1,6}\s+/, '').replace(/\s+#+\s*$/, '');
    const slug = title
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  });
  return anchors;
};

const linksOf = (file) => {
  const text = contentOf(file);
  const inline = text.matchAll(
    /\]\(\s*(?:<([^>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g,
  );
  const defined = text.matchAll(/^ {0,3}\[[^\]\n]+\]:\s*(?:<([^>\n]*)>|(\S+))/gm);
  return [...inline, ...defined].map((match) => ({
    target: match[1] ?? match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
};

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What is wrong with a link; null when it is good. */
const fault = (file, target) => {
  if (target === '') return 'has no target';
  const [pathPart, fragment = ''] = target.split('#', 2).map(decoded);
  const wanted = pathPart.split('?', 1)[0];
  const path =
    wanted === '' ? file : resolve(wanted.startsWith('/') ? root : dirname(file), wanted.replace(/^\/+/, ''));
  const found = existing(path);
  if (!isInside(path) || (found !== null && !isInside(found))) return 'leads out of the folder I may read';
  if (found === null) return 'file does not exist';
  if (fragment === '' || !found.endsWith('.md')) return null;
  return anchorsOf(found).has(fragment) || anchorsOf(found).has(fragment.toLowerCase())
    ? null
    : `no heading "#${fragment}" there`;
};

const report = (start) => {
  const files = markdownFiles(start);
  if (files.length === 0) throw new Unusable(`There is no Markdown file in ${shown(start)}.`);
  const links = files.flatMap((file) => linksOf(file).map((link) => ({ file, ...link })));
  const local = links.filter(({ target }) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target));
  const broken = local.flatMap((link) => {
    const reason = fault(link.file, link.target);
    return reason === null ? [] : [{ ...link, reason }];
  });
  const external = links.length - local.length;
  const checked = `${local.length} local ${local.length === 1 ? 'link' : 'links'} in ${files.length} ${files.length === 1 ? 'file' : 'files'} of ${shown(start)}`;
  const rest =
    external > 0
      ? ` ${external} ${external === 1 ? 'link leads' : 'links lead'} to other sites and ${external === 1 ? 'was' : 'were'} not checked.`
      : '';
  if (broken.length === 0) return `**No broken links:** ${checked} ${local.length === 1 ? 'is' : 'are'} good.${rest}`;
  return [
    `**${broken.length} broken** of ${checked}.${rest}`,
    '',
    '| Where | Link | Fault |',
    '|---|---|---|',
    ...broken.map(
      ({ file, line, target, reason }) =>
        `| ${shown(file)}:${line} | \`${target.replaceAll('|', '\\|')}\` | ${reason} |`,
    ),
  ].join('\n');
};

try {
  const text = readFileSync(0, 'utf8').trim();
  if (text === '') throw new Unusable('The message is empty.');
  console.log(report(chosen(text)));
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(`${error.message} ${usage()}`);
  process.exit(2);
}
