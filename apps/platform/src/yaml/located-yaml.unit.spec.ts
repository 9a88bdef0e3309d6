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

  it('is not brought down by aliases that hold themselves or grow without end', () => {
    expect(problemsOf({ 'org.yaml': 'a: &a [*a]\n' }).join()).toContain('more than 100 levels');
    const lines = ['l0: &l0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 9; level += 1)
      lines.push(`l${level}: &l${level} [${Array.from({ length: 10 }, () => `*l${level - 1}`).join()}]`);
    expect(problemsOf({ 'org.yaml': lines.join('\n') })[0]).toContain('200000 parts');
  });

  it('names what is no YAML with its line', () => {
    expect(problemsOf({ 'org.yaml': 'a: 1\nb: [\n' })[0]).toMatch(/^org.yaml:[23] /);
    expect(problemsOf({})).toEqual(['org.yaml:1  there is no such file']);
  });

  it('makes no prototype of a key', () => {
    const { data } = read({ 'org.yaml': '__proto__: { polluted: true }\n' });
    expect(Object.keys(data as object)).toEqual(['__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });
});
