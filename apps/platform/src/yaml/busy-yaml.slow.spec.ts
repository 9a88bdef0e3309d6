import { readLocated } from './located-yaml.js';

const filesOf = (files: Record<string, string>): Map<string, Buffer> =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
const read = (files: Record<string, string>) => readLocated(filesOf(files), 'org.yaml');

/** Each of these took minutes, or ended the process, while the work grew faster than the text. */
describe('YAML that is written to keep a platform busy', () => {
  const most = 262_144;
  const filled = (piece: string): string => piece.repeat(Math.floor(most / piece.length) - 10);

  it('has aliases without end', () => {
    const { problems } = read({ 'org.yaml': `a: &a x\nb: [${filled('*a,')}]\n` });
    expect(problems.map(({ problem }) => problem)).toEqual([expect.stringContaining('10000 aliases')]);
  });

  it('has keys without end', () => {
    const keys = Array.from({ length: 190_000 }, (_, index) => `k${index}: 1`).join('\n');
    const { data, problems } = read({ 'org.yaml': keys });
    expect([Object.keys(data as object).length, problems]).toEqual([190_000, []]);
  });

  it.each(['[', '- ', '{a: ', '? '])('goes deeper than anybody can follow: %j', (piece) => {
    expect(read({ 'org.yaml': filled(piece) }).problems[0]?.problem).toContain('more than 100 levels');
  });

  it('has long keys above many parts', () => {
    const { data, place } = read({ 'org.yaml': `? ${'k'.repeat(120_000)}\n: [${'1,'.repeat(60_000)}]\n` });
    expect(Object.values(data as object)[0]).toHaveLength(60_000);
    expect(place(`${'k'.repeat(120_000)}[59999]`, 'value').line).toBe(2);
  });

  it('has a key that looks like many keys', () => {
    const key = '['.repeat(200_000);
    const { place } = read({ 'org.yaml': `a:\n  ? "${key}"\n  : 1\n` });
    expect([place(`a.${key}`, 'key').line, place(`b.${key}`, 'key').line]).toEqual([2, 1]);
  });

  it('means a long text many times', () => {
    const { problems } = read({ 'org.yaml': `a: &a ${'x'.repeat(100_000)}\nb: [${'*a,'.repeat(5_000)}]\n` });
    expect(problems.map(({ problem }) => problem)).toEqual([expect.stringContaining('characters')]);
  });

  it('takes in the same file many times', () => {
    let reads = 0;
    const taken = Buffer.from('b\n');
    const counted = Object.assign(taken, { toString: () => `b${'\n'.repeat((reads += 1))}` });
    const { data } = readLocated(
      new Map([...filesOf({ 'org.yaml': `[${'!include b.yaml,'.repeat(2_000)}]` }), ['b.yaml', counted]]),
      'org.yaml',
    );
    expect([(data as unknown[]).length, reads]).toEqual([2_000, 1]);
  });
});
