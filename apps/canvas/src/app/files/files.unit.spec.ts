import type { FileEntryView } from '@guildhall/contracts';
import { fileSize } from '../elements/file-size.js';
import { nameRefusal } from './file-name.js';
import { FileTree, nameOf, parentOf } from './file-tree.js';

const entry = (path: string, dir = false, size = 10): FileEntryView => ({
  path,
  size,
  dir,
  kind: dir ? 'directory' : 'file',
  modified_at: '2026-11-23T10:00:00.000Z',
});

const disk: Record<string, FileEntryView[]> = {
  '': [entry('b.md'), entry('a10.md'), entry('a9.md'), entry('src', true)],
  src: [entry('src/deep', true), entry('src/main.ts')],
  'src/deep': [entry('src/deep/leaf.txt')],
};

const planted = async () => {
  const asked: string[] = [];
  const tree = new FileTree(async (folder) => {
    asked.push(folder);
    const entries = disk[folder];
    if (entries === undefined) throw new Error(`no folder ${folder}`);
    return entries;
  });
  await tree.load();
  const paths = () => tree.rows().map(({ path }) => path);
  return { tree, asked, paths };
};

describe('the tree of files', () => {
  it('shows folders first, then names as people count', async () => {
    const { paths, asked } = await planted();
    expect(paths()).toEqual(['src', 'a9.md', 'a10.md', 'b.md']);
    expect(asked).toEqual(['']);
  });

  it('lists a folder when it is opened, below it and further in', async () => {
    const { tree, paths, asked } = await planted();
    await tree.toggle('src');
    expect(paths()).toEqual(['src', 'src/deep', 'src/main.ts', 'a9.md', 'a10.md', 'b.md']);
    expect(tree.rows().find(({ path }) => path === 'src/main.ts')).toMatchObject({ level: 1, name: 'main.ts' });
    await tree.toggle('src');
    expect(paths()).toEqual(['src', 'a9.md', 'a10.md', 'b.md']);
    expect(asked).toEqual(['', 'src']);
  });

  it('opens every folder above a file, and knows which files exist', async () => {
    const { tree, paths } = await planted();
    expect(tree.has('src/deep/leaf.txt')).toBe(false);
    await tree.reveal('src/deep/leaf.txt');
    expect(paths()).toContain('src/deep/leaf.txt');
    expect(tree.has('src/deep/leaf.txt')).toBe(true);
  });

  it('lists all open folders again', async () => {
    const { tree, asked } = await planted();
    await tree.toggle('src');
    asked.length = 0;
    await tree.refresh();
    expect(asked.sort()).toEqual(['', 'src']);
  });

  it('keeps its rows when a folder cannot be listed, and says why', async () => {
    const { tree, paths } = await planted();
    await tree.toggle('gone');
    expect(tree.problem()).toEqual(new Error('no folder gone'));
    expect(paths()).toHaveLength(4);
    await tree.load();
    expect(tree.problem()).toBeNull();
  });
});

describe('names of files', () => {
  it('are taken from paths', () => {
    expect([nameOf('a/b/c.md'), nameOf('c.md')]).toEqual(['c.md', 'c.md']);
    expect([parentOf('a/b/c.md'), parentOf('c.md')]).toEqual(['a/b', '']);
  });

  it.each(['notes.md', 'a/b.txt', '.env', 'with space.md'])('%j can be one', (name) =>
    expect(nameRefusal(name)).toBeNull(),
  );
  it.each(['', '  ', '/etc/passwd', '../x', 'a/../b', 'a//b', 'a/', 'x'.repeat(256)])('%j cannot', (name) =>
    expect(nameRefusal(name)).not.toBeNull(),
  );
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [9_940, '9.9 kB'],
    [9_960, '10 kB'],
    [123_456, '123 kB'],
    [5_242_880, '5.2 MB'],
  ])('%d bytes are %s', (bytes, text) => expect(fileSize(bytes)).toBe(text));
});
