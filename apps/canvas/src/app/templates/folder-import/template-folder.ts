import { templateLimits } from '@guildhall/contracts';
import { fileSize } from '../../elements/file-size.js';

/** A file of a chosen folder; its path begins with the name of the folder. */
export interface FolderFile {
  name: string;
  size: number;
  webkitRelativePath: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A folder, ready to be sent. */
export interface TemplateFolder {
  name: string;
  files: Record<string, string>;
  bytes: number;
  /** Entries of the folder that a template never holds, such as `.git`, or `.env`, which holds secrets. */
  ignored: readonly string[];
}

const ignoredNames: ReadonlySet<string> = new Set([
  '.env',
  '.git',
  'node_modules',
  '__pycache__',
  '.DS_Store',
  'Thumbs.db',
]);
const ignoredPartOf = (path: string): string | undefined => path.split('/').find((part) => ignoredNames.has(part));

/** Reads a chosen folder. Resolves with a sentence when it cannot be a template. */
export const readFolder = async (chosen: readonly FolderFile[]): Promise<TemplateFolder | string> => {
  const [folder = ''] = chosen[0]?.webkitRelativePath.split('/') ?? [];
  const all = chosen.map((file) => ({ file, path: file.webkitRelativePath.split('/').slice(1).join('/') }));
  const wanted = all.filter(({ path }) => ignoredPartOf(path) === undefined);
  const bytes = wanted.reduce((sum, { file }) => sum + file.size, 0);
  const refusal = refusalOf(wanted.length, bytes);
  if (refusal !== null) return refusal;
  const files: Record<string, string> = {};
  for (const { file, path } of wanted) {
    const text = textOf(await file.arrayBuffer());
    if (text === null) return `${path} is not a text file. Templates hold text files only; remove it from the folder.`;
    files[path] = text;
  }
  const ignored = [...new Set(all.flatMap(({ path }) => ignoredPartOf(path) ?? []))];
  return { name: folder, files, bytes, ignored };
};

const refusalOf = (count: number, bytes: number): string | null => {
  if (count === 0) return 'There are no files in this folder.';
  if (count > templateLimits.files)
    return `There are ${count} files in this folder; a template has at most ${templateLimits.files}.`;
  return bytes > templateLimits.bytes
    ? `The files total ${fileSize(bytes)}; a template has at most ${fileSize(templateLimits.bytes)}.`
    : null;
};

/** Null: it is not UTF-8 text. */
const textOf = (content: ArrayBuffer): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
};
