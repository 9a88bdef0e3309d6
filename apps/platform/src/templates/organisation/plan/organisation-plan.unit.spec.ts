import { readConfiguration } from '../../../configuration/read-configuration.js';
import { planOrganisation } from './organisation-plan.js';
import type { PlannedWorkspace, PlanSources } from './planned-workspace.js';
import { isOfVariables } from '../../template-folders.js';
import { readInlineOrganisation, readOrganisation } from '../read-organisation.js';

const filesOf = (files: Record<string, string>): Map<string, Buffer> =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

const plan = (files: Record<string, string>, more: Partial<PlanSources> = {}) => {
  const all = [...filesOf(files)];
  const contents = new Map(all.filter(([path]) => !isOfVariables(path)));
  const variables = new Map(all.filter(([path]) => isOfVariables(path)));
  const read = readOrganisation(contents);
  expect(read.problems).toEqual([]);
  const sources = { files: contents, variables, folder: '/templates/guild', templates: new Map() };
  return planOrganisation(read, { ...sources, ...more });
};
const first = (files: Record<string, string>, more: Partial<PlanSources> = {}): PlannedWorkspace => {
  const planned = plan(files, more);
  expect(planned.problems).toEqual([]);
  return planned.workspaces[0] as PlannedWorkspace;
};
const configOf = ({ files }: PlannedWorkspace) => readConfiguration(files.get('config.yaml')?.toString() ?? '').data;
const org = (workspace: string, more = ''): string => `name: Guild\n${more}workspaces:\n  - ${workspace}\n`;

describe('the plan of an organisation', () => {
  it('has parents before their children, at paths that stay', () => {
    const { workspaces } = plan({
      'org.yaml': org('{ name: A, children: [{ name: B, children: [{ name: C }] }] }\n  - { name: D }'),
    });
    expect(workspaces.map(({ path, parentPath, body }) => [body.name, path, parentPath])).toEqual([
      ['A', 'workspaces[0]', null],
      ['B', 'workspaces[0].children[0]', 'workspaces[0]'],
      ['C', 'workspaces[0].children[0].children[0]', 'workspaces[0].children[0]'],
      ['D', 'workspaces[1]', null],
    ]);
  });

  it('takes from the workspace, then from its template, then from the defaults', () => {
    const templates = new Map([['writer', filesOf({ 'config.yaml': 'runtime: langgraph\ntier: 1\nmodel: m1\n' })]]);
    const defaults = 'defaults: { runtime: claude-code, tier: 2, model: m0 }\n';
    expect(first({ 'org.yaml': org('{ name: A }', defaults) }).body).toMatchObject({
      runtime: 'claude-code',
      tier: 2,
      model: 'm0',
    });
    const made = first({ 'org.yaml': org('{ name: A, template: writer, model: m2 }', defaults) }, { templates });
    expect(made.body).toMatchObject({ runtime: 'langgraph', tier: 1, model: 'm2' });
    expect(configOf(made)).toMatchObject({ name: 'A', runtime: 'langgraph', tier: 1, model: 'm2' });
  });

  it('runs a program that is named in the folder of the template, and one with files of its own beside them', () => {
    expect(first({ 'org.yaml': org('{ name: A, command: node a.mjs }') })).toMatchObject({
      body: {
        runtime: 'command',
        command: 'node a.mjs',
        workspace_dir: '/templates/guild',
        workspace_access: 'read_only',
      },
      files: new Map(),
    });
    const own = first({
      'org.yaml': org('{ name: A, command: node ../configs/a.mjs, files_dir: a }'),
      'a/a.mjs': 'x',
      'a/.env': 'KEY=secret',
    });
    expect(own.body).not.toHaveProperty('workspace_dir');
    expect([...own.files.keys()].sort()).toEqual(['a.mjs', 'config.yaml']);
  });

  it('finds prompts: own words, own file, words of the defaults, their file', () => {
    const files = { 'a/hello.md': 'own file', 'hello.md': 'file of all' };
    const promptOf = (workspace: string, defaults: string) =>
      configOf(first({ ...files, 'org.yaml': org(workspace, `defaults: ${defaults}\n`) }))?.['initial_prompt'];
    const all = '{ initial_prompt: words of all, initial_prompt_file: hello.md }';
    const file = 'files_dir: a, initial_prompt_file: hello.md';
    expect(promptOf(`{ name: A, initial_prompt: own words, ${file} }`, all)).toBe('own words');
    expect(promptOf(`{ name: A, ${file} }`, all)).toBe('own file');
    expect(promptOf('{ name: A, initial_prompt_file: hello.md }', '{}')).toBe('file of all');
    expect(promptOf('{ name: A }', all)).toBe('words of all');
    expect(promptOf('{ name: A }', '{ initial_prompt_file: hello.md }')).toBe('file of all');
  });

  it('gives all agents what they share, after their own prompt', () => {
    const made = first({
      'org.yaml': org('{ name: A, system_prompt: You write. }'),
      '_shared/rules.md': 'Be kind.',
      '_shared/data/list.csv': 'a',
    });
    expect(made.files.get('system-prompt.md')?.toString()).toBe('You write.');
    expect(made.files.get('_shared/data/list.csv')?.toString()).toBe('a');
    expect(configOf(made)?.['prompt_files']).toEqual(['system-prompt.md', '_shared/rules.md']);
  });

  it('routes categories: own lists replace, an empty one takes away', () => {
    const defaults = 'defaults: { category_routing: { bugs: [QA], docs: [Writer] } }\n';
    const made = first({ 'org.yaml': org('{ name: A, category_routing: { bugs: [Lead], docs: [] } }', defaults) });
    expect(configOf(made)?.['category_routing']).toEqual({ bugs: ['Lead'] });
  });

  it('writes what a .env of the template says into a folder, and names the line of a name that none says', () => {
    const workspace = '{ name: A, files_dir: a, workspace_dir: "${REPOS}/x", workspace_access: read_write }';
    const files = { 'org.yaml': org(workspace), 'a/a.md': '' };
    const ofAll = { ...files, '.env': '# mine\nREPOS="/srv/repos"\n' };
    expect(first(ofAll).body).toMatchObject({ workspace_dir: '/srv/repos/x', workspace_access: 'read_write' });
    expect(first({ ...ofAll, 'a/.env': 'REPOS=/srv/own' }).body.workspace_dir).toBe('/srv/own/x');
    expect(plan(files).problems).toMatchObject([{ line: 3, path: 'workspaces[0].workspace_dir', severity: 'error' }]);
  });

  it('lets no program run where it could read a .env of the template', () => {
    const files = { 'org.yaml': org('{ name: A, command: node a.mjs }'), 'deep/.env': 'KEY=secret' };
    expect(plan(files).problems).toMatchObject([
      { line: 3, path: 'workspaces[0].command', problem: expect.stringContaining('deep/.env') },
    ]);
  });

  it('names templates, folders and files that are not there', () => {
    const { problems } = plan({
      'org.yaml': org('{ name: A, template: none, files_dir: ../up, initial_prompt_file: x }'),
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'workspaces[0].template',
      'workspaces[0].files_dir',
      'workspaces[0].initial_prompt_file',
    ]);
  });

  it('says what it leaves out', () => {
    const { notApplied } = plan({
      'org.yaml': org('{ name: A, schedules: [{ name: daily }], parent: B }', 'global_memories: []\n'),
      '.env': 'A=b',
    });
    expect(notApplied.map(({ workspace, key }) => [workspace, key])).toEqual([
      [null, 'global_memories'],
      [null, '.env'],
      ['A', 'schedules'],
      ['A', 'parent'],
    ]);
  });

  it('says what no agent of a runtime acts on, and which .env is of no use', () => {
    const defaults = 'defaults: { idle_interval_seconds: 60, category_routing: { bugs: [QA] } }\n';
    const workspace = (more: string): string => org(`{ name: A, ${more} }\n  - { name: B, ${more} }`, defaults);
    const rowsOf = (more: string, files: Record<string, string> = {}) =>
      plan({ ...files, 'org.yaml': workspace(more), 'a/a.md': '' }).notApplied.map((row) => [row.workspace, row.key]);
    expect(rowsOf('command: cat, idle_prompt: Think., initial_prompt: hi, model: m')).toEqual([
      [null, 'idle_interval_seconds'],
      [null, 'category_routing'],
      ['A', 'idle_prompt'],
      ['B', 'idle_prompt'],
    ]);
    expect(rowsOf('external: true, files_dir: a, system_prompt: x, initial_prompt: hi').slice(0, 3)).toEqual([
      ['A', 'files_dir'],
      ['A', 'system_prompt'],
      ['A', 'initial_prompt'],
    ]);
    expect(rowsOf('runtime: langgraph, files_dir: a, idle_prompt: Think.', { 'a/.env': '', 'b/.env': '' })).toEqual([
      [null, 'b/.env'],
      ['A', 'a/.env'],
      ['B', 'a/.env'],
    ]);
  });

  it('lets others run agents that are external', () => {
    const made = first({
      'org.yaml': org('{ name: A, external: true, url: "http://127.0.0.1:9", initial_prompt: hi }'),
    });
    expect(made).toMatchObject({ body: { runtime: 'external', url: 'http://127.0.0.1:9' }, files: new Map() });
  });
});

describe('what a creation would refuse', () => {
  const problemsOf = (files: Record<string, string>, more: Partial<PlanSources> = {}): string[] =>
    plan(files, more).problems.map(({ file, line, path, problem }) => `${file}:${line} ${path}: ${problem}`);
  const long = 'x'.repeat(101);

  it.each([
    [
      'an address that is none',
      '{ name: A, external: true, url: "no address" }',
      'workspaces[0].url: url must be a URL',
    ],
    ['a relative folder', '{ name: A, workspace_dir: here }', 'workspaces[0].workspace_dir: The folder'],
    ['a right without a folder', '{ name: A, workspace_access: read_only }', 'workspaces[0].workspace_access: The'],
    ['a way up in a folder', '{ name: A, workspace_dir: /a/../b }', 'must not contain ".."'],
    ['a program that is not named', '{ name: A, runtime: command }', 'workspaces[0].runtime: '],
    ['a place far away', '{ name: A, canvas: { x: 1, y: 9000000 } }', 'workspaces[0].canvas.y: y must not be'],
    ['the same right twice', '{ name: A, manages_team: [pause, pause] }', 'workspaces[0].manages_team: All'],
  ])('is a problem of the plan: %s', (_what, workspace, problem) => {
    const found = problemsOf({ 'org.yaml': org(workspace) });
    expect(found).toEqual([expect.stringContaining(`org.yaml:3 `)]);
    expect(found[0]).toContain(problem);
  });

  it('stands where it was said: in the defaults, or in the file of a template', () => {
    const byDefault = { 'org.yaml': org('{ name: A }', 'defaults:\n  runtime: command\n') };
    expect(problemsOf(byDefault)).toEqual([expect.stringContaining('org.yaml:3 defaults.runtime: ')]);
    const config = `name: W\ntier: 7\nruntime: ${long}\nruntime_config:\n  model: "a\\nb"\n  command: "a\\nb"\n`;
    const places = ['2 tier', '3 runtime', '5 runtime_config.model', '6 runtime_config.command'];
    const own = problemsOf({ 'org.yaml': org('{ name: A, template: w }'), 'w/config.yaml': config });
    expect(own.map((text) => text.split(': ', 1)[0])).toEqual(places.map((place) => `w/config.yaml:${place}`));
    const templates = new Map([['writer', filesOf({ 'config.yaml': config })]]);
    const named = problemsOf({ 'org.yaml': org('{ name: A, template: writer }') }, { templates });
    expect(named.map((text) => text.split(': ', 1)[0])).toEqual(places.map((place) => `writer/config.yaml:${place}`));
  });

  it.each([
    ['no YAML', 'a: [\n', 'b/config.yaml:2 '],
    ['a list', '- a\n', 'b/config.yaml:1 : it must be a map'],
    ['a wrong type', 'name: A\nskills: much\n', 'b/config.yaml:2 skills: it must be a list'],
    ['an alias to what is replaced', 'name: &n [A]\nb: *n\n', 'b/config.yaml:'],
  ])('is a config.yaml that cannot be used: %s', (_what, config, problem) => {
    const found = problemsOf({ 'org.yaml': org('{ name: A, files_dir: b }'), 'b/config.yaml': config });
    expect(found).toEqual([expect.stringContaining(problem)]);
  });

  it('is a tree that is too deep, from its first level on that may not be', () => {
    const deep = (level: number): object => ({ name: 'A', children: level < 34 ? [deep(level + 1)] : [] });
    const { problems, workspaces } = plan({ 'org.yaml': JSON.stringify({ name: 'Deep', workspaces: [deep(1)] }) });
    expect(problems.map(({ path, problem }) => [path.split('children').length, problem])).toEqual([
      [33, 'there may be at most 32 levels'],
    ]);
    expect(workspaces).toHaveLength(32);
  });

  it('is a workspace with more files than a template can have', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`a/${index}.md`, '']));
    const files = { 'org.yaml': org('{ name: A, files_dir: a }'), ...many };
    expect(problemsOf(files)).toEqual([expect.stringContaining('org.yaml:3 workspaces[0]: ')]);
    expect(problemsOf({ ...files, 'org.yaml': org('{ name: A, files_dir: a, external: true }') })).toEqual([]);
  });
});

describe('reading an organisation', () => {
  const problemsOf = (text: string): string[] =>
    readOrganisation(filesOf({ 'org.yaml': text })).problems.map(
      ({ line, path, problem, severity }) => `${line} ${severity} ${path}: ${problem}`,
    );

  it.each([
    ['no name', 'workspaces: []\n', 'error name: it must be there'],
    ['no workspaces', 'name: A\n', 'error workspaces: it must be there'],
    [
      'a workspace without a name',
      'name: A\nworkspaces:\n  - role: x\n',
      '3 error workspaces[0].name: it must be there',
    ],
    [
      'a tier that does not exist',
      org('{ name: A, tier: 9 }'),
      'error workspaces[0].tier: it must be one of 1, 2, 3, 4',
    ],
    ['another right than there is', org('{ name: A, manages_team: [fire] }'), 'it must be a list of restart, pause'],
    ['a bad name of a variable', org('{ name: A, required_env: [a-b] }'), 'it must be a list of names'],
    ['a team that is no list', org('{ name: A, children: { name: B } }'), 'workspaces[0].children: it must be a list'],
    ['a place with one side', org('{ name: A, canvas: { x: 1 } }'), '3 error workspaces[0].canvas.y: it must be there'],
    ['a misspelt key', org('{ name: A, chidren: [] }'), '3 warning workspaces[0].chidren: it is not known here'],
  ])('names %s', (_what, text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem);
  });

  it('takes the same as JSON', () => {
    const { data, problems } = readInlineOrganisation({ name: 'A', workspaces: [{ name: 'B' }] });
    expect([data, problems]).toEqual([{ name: 'A', workspaces: [{ name: 'B' }] }, []]);
    expect(readInlineOrganisation({ name: 'A', workspaces: 'B' }).problems[0]?.path).toBe('workspaces');
  });
});
