import { readConfiguration } from './read-configuration.js';

const problemsOf = (text: string): string[] =>
  readConfiguration(text).problems.map(
    ({ line, column, path, problem, severity }) => `${line}:${column} ${severity} ${path} ${problem}`,
  );

describe('reading a config.yaml', () => {
  it('finds nothing wrong in one that is empty, or that says what runtimes read', () => {
    expect(problemsOf('')).toEqual([]);
    expect(
      problemsOf('name: Coder\ntier: 2\nskills: [a, b]\na2a: { port: 8000, streaming: true }\nruntime_config:\n'),
    ).toEqual([]);
  });

  it('gives the data as JSON', () => {
    expect(readConfiguration('name: Coder\nruntime_config:\n  timeout: 0\n').data).toEqual({
      name: 'Coder',
      runtime_config: { timeout: 0 },
    });
  });

  it.each([
    ['a wrong type', 'name: A\ntier: high\n', '2:7 error tier it must be a whole number'],
    ['a wrong type inside', 'a2a:\n  streaming: often\n', '2:14 error a2a.streaming it must be true or false'],
    ['a list of other things', 'skills: [1]\n', '1:9 error skills it must be a list of texts'],
    [
      'a value where a map belongs',
      'runtime_config: fast\n',
      '1:17 error runtime_config it must be a map of keys and values',
    ],
  ])('names %s with its place', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('warns of an unknown key, and keeps it', () => {
    const { data, problems } = readConfiguration('name: A\nnmae: B\na2a: { prot: 1 }\n');
    expect(problems.map(({ line, path, severity }) => [line, path, severity])).toEqual([
      [2, 'nmae', 'warning'],
      [3, 'a2a.prot', 'warning'],
    ]);
    expect(data).toMatchObject({ nmae: 'B' });
  });

  it('says of a thousand unknown keys only that they are many', () => {
    const { problems } = readConfiguration(Array.from({ length: 1_000 }, (_, index) => `k${index}: 1`).join('\n'));
    expect([problems.length, problems.at(-1)?.problem]).toEqual([101, 'there are 900 more warnings']);
  });

  it.each(['- a\n', 'text', 'name: [\n', 'name: a\nname: b\n'])('cannot use what is no map: %j', (text) => {
    const { data, problems } = readConfiguration(text);
    expect([data, problems.some(({ severity }) => severity === 'error')]).toEqual([null, true]);
  });
});
