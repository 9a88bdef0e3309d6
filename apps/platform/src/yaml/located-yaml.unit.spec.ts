import { readLocated } from './located-yaml.js';

const filesOf = (files: Record<string, string>): Map<string, Buffer> =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
const read = (files: Record<string, string>) => readLocated(filesOf(files), 'org.yaml');
const problemsOf = (files: Record<string, string>): string[] =>
  read(files).problems.map(({ file, line, path, problem }) => `${file}:${line} ${path} ${problem}`);

describe('YAML with its places', () => {
  it('knows where keys and values stand, also in files that were taken in', () => {
    const { data, place } = read({
      'org.yaml': 'name: Guild\nworkspaces:\n  - !include teams/lead.yaml\n',
      'teams/lead.yaml': '# the lead\nname: Lead\nchildren:\n  - !include coder.yaml\n',
      'teams/coder.yaml': 'name: Coder\n',
    });
    expect(data).toEqual({ name: 'Guild', workspaces: [{ name: 'Lead', children: [{ name: 'Coder' }] }] });
    expect(place('workspaces[0].children[0].name', 'value')).toEqual({ file: 'teams/coder.yaml', line: 1, column: 7 });
    expect(place('workspaces[0].name', 'key')).toEqual({ file: 'teams/lead.yaml', line: 2, column: 1 });
    expect(place('workspaces[0].tier', 'value')).toEqual({ file: 'org.yaml', line: 3, column: 14 });
  });

  it('follows anchors and merges', () => {
    const { data } = read({ 'org.yaml': 'base: &base { tier: 1, role: A }\nlead: { <<: *base, tier: 2 }\n' });
    expect(data).toEqual({ base: { tier: 1, role: 'A' }, lead: { tier: 2, role: 'A' } });
  });

  it.each([
    ['a file that is not there', { 'org.yaml': 'a: !include b.yaml\n' }, 'the template has no file b.yaml'],
    ['a way out of the template', { 'org.yaml': 'a: !include ../b.yaml\n' }, 'the template has no file ../b.yaml'],
    ['an absolute path', { 'org.yaml': 'a: !include /etc/passwd\n' }, 'the template has no file /etc/passwd'],
    [
      'a circle',
      { 'org.yaml': 'a: !include b.yaml\n', 'b.yaml': 'c: !include org.yaml\n' },
      'the include of org.yaml leads back to itself',
    ],
  ])('refuses to include %s', (_what, files, problem) => {
    expect(problemsOf(files as Record<string, string>).join()).toContain(problem);
  });

  it('takes one document of each file, and names the line where a second begins', () => {
    expect(problemsOf({ 'org.yaml': '---\nname: Guild\n...\n' })).toEqual([]);
    expect(problemsOf({ 'org.yaml': 'name: Guild\n---\n' })).toEqual([]);
    const second = 'a second document begins here; write one';
    expect(problemsOf({ 'org.yaml': 'name: Guild\n---\nname: Other\n' })).toEqual([`org.yaml:2  ${second}`]);
    const files = { 'org.yaml': 'a: !include b.yaml\n', 'b.yaml': 'b: 1\n---\nc: 2\n' };
    expect(problemsOf(files)).toEqual([`b.yaml:2 a ${second}`]);
  });

  it('says what a file is that is no UTF-8', () => {
    const files = new Map([['org.yaml', Buffer.from('name: Größe\n', 'latin1')]]);
    expect(readLocated(files, 'org.yaml').problems.map(({ problem }) => problem)).toEqual([
      'it is not UTF-8 but looks like Latin-1 or another encoding; save it as UTF-8',
    ]);
  });

  it('is not brought down by aliases that hold themselves or grow without end', () => {
    expect(problemsOf({ 'org.yaml': 'a: &a [*a]\n' }).join()).toContain('more than 100 levels');
    const lines = ['l0: &l0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 9; level += 1)
      lines.push(`l${level}: &l${level} [${Array.from({ length: 10 }, () => `*l${level - 1}`).join()}]`);
    expect(problemsOf({ 'org.yaml': lines.join('\n') })[0]).toContain('200000 parts');
  });

  it('knows the anchor that came last before an alias', () => {
    const { data } = read({ 'org.yaml': 'a: &x 1\nb: *x\nc: &x 2\nd: { e: *x }\n' });
    expect(data).toEqual({ a: 1, b: 1, c: 2, d: { e: 2 } });
    expect(read({ 'org.yaml': 'a: *x\nb: &x 1\n' }).problems.length).toBe(1);
  });

  it('refuses a key that is there twice, and one that is no text', () => {
    expect(problemsOf({ 'org.yaml': 'a: 1\nb: { c: 1, d: 2, c: 3 }\n' })).toEqual([
      'org.yaml:2 b.c the map has this key already',
    ]);
    expect(problemsOf({ 'org.yaml': '? [a]\n: 1\n' })).toEqual(['org.yaml:1  a key must be a text']);
  });

  it('finds the place of keys with dots in them', () => {
    const { place } = read({ 'org.yaml': 'a: 1\na.b: 2\nc:\n  d[0]: 3\n' });
    expect([place('a.b', 'key').line, place('c.d[0]', 'value').line, place('c.e.f', 'value').line]).toEqual([2, 4, 4]);
  });

  it('names what is no YAML with its line', () => {
    expect(problemsOf({ 'org.yaml': 'a: 1\nb: [\n' })[0]).toMatch(/^org.yaml:[23] /);
    expect(problemsOf({})).toEqual(['org.yaml:1  there is no such file']);
  });

  it('leaves out what nobody reads of a long list of problems, and says how many', () => {
    const { problems } = read({ 'org.yaml': 'a: 1\n'.repeat(1_000) });
    expect(problems).toHaveLength(101);
    expect([problems[99]?.line, problems[100]?.problem]).toEqual([101, 'there are 899 more problems']);
  });

  it('makes no prototype of a key', () => {
    const { data } = read({ 'org.yaml': '__proto__: { polluted: true }\n' });
    expect(Object.keys(data as object)).toEqual(['__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });
});
