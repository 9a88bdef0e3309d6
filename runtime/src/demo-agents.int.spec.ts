import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findProgram } from './options/find-program.js';
import { splitWords } from './options/split-words.js';
import { removeFolder, temporaryFolder } from './testing/agent-process.suite.js';
import { run, template } from './testing/demo-agent.suite.js';

describe('org.yaml', () => {
  interface Node {
    name: string;
    role: string;
    command: string;
    children?: Node[];
  }
  const all = (nodes: Node[]): Node[] => nodes.flatMap((node) => [node, ...all(node.children ?? [])]);

  it('names five agents whose commands run in the folder of the template', () => {
    const { defaults, workspaces } = parse(readFileSync(join(template, 'org.yaml'), 'utf8')) as {
      defaults: object;
      workspaces: Node[];
    };
    expect(defaults).toEqual({ runtime: 'command', tier: 2 });
    const agents = all(workspaces);
    expect(agents).toHaveLength(5);
    for (const { command, name, role } of agents) {
      const [program = '', file = ''] = splitWords(command);
      expect(findProgram(program, template, process.env['PATH'] ?? '')).not.toBeNull();
      expect(() => readFileSync(join(template, file))).not.toThrow();
      expect(name + role).not.toMatch(/[{}[\]|>*&!]/);
    }
  });
});

describe('word counter', () => {
  it('counts in any language', async () => {
    const { code, out } = await run('word-counter', "The café's door. Die Tür!\n\nDoor, door.");
    expect(code).toBe(0);
    expect(out).toContain('**7 words**');
    expect(out).toContain('| Sentences | 3 |');
    expect(out).toContain('Most frequent: door (3).');
  });

  it.each(['', ' \n', '!?'])('explains itself to %j', async (text) => {
    expect(await run('word-counter', text)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Send me any text'),
    });
  });
});

describe('unit converter', () => {
  it.each([
    ['12 km in miles', '**12 km = 7.456454307 mi** (length)'],
    ['Please convert 98.6 F to C?', '**98.6 F = 37 C** (temperature)'],
    ['-40 °C in °F', '**-40 C = -40 F** (temperature)'],
    ['3 GiB in MB', '**3 GiB = 3221.225472 MB** (data size)'],
    ['1,234.5 g in kg', '**1234.5 g = 1.2345 kg** (mass)'],
    ['2,5 l in ml', '**2.5 l = 2500 ml** (volume)'],
    ['1.5 fl oz to ml', '**1.5 floz = 44.36029434 ml** (volume)'],
    ['2 weeks in hours', '**2 wk = 336 h** (time)'],
    ['2 in in cm', '**2 in = 5.08 cm** (length)'],
    ['1e3 m to km', '**1000 m = 1 km** (length)'],
  ])('%s', async (text, answer) => expect(await run('unit-converter', text)).toMatchObject({ code: 0, out: answer }));

  it.each([
    ['', 'The message is empty.'],
    ['hello', 'I did not find a number'],
    ['5 parsecs in km', 'I do not know the unit "parsecs"'],
    ['5 kg in m', 'they do not convert'],
    ['-1 K in C', 'colder than absolute zero'],
    ['1.2.3 m in km', 'is not a number I can read'],
  ])('explains itself to %j', async (text, sentence) => {
    const { code, out, err } = await run('unit-converter', text);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err).toContain('Ask like "12 km in miles"');
    expect(Buffer.byteLength(err)).toBeLessThan(1_024);
  });
});

describe('CSV summariser', () => {
  it('describes types, extremes, means and gaps, with quotes and line breaks in fields', async () => {
    const { code, out } = await run(
      'csv-summariser',
      '\ufeffname;n;day;ok\r\n"a;""b""\n c";1;2026-01-02;yes\r\nd;;2026-01-01;no\r\ne;4;;yes\r\n',
    );
    expect(code).toBe(0);
    expect(out).toContain('**3 rows, 4 columns**');
    expect(out).toContain('| name | text | a;"b" c | e | | 3 | 0 |'.replace('| |', '|  |'));
    expect(out).toContain('| n | number | 1 | 4 | 2.5 | 2 | 1 |');
    expect(out).toContain('| day | date | 2026-01-01 | 2026-01-02 |  | 2 | 1 |');
    expect(out).toContain('| ok | yes/no | no | yes |  | 2 | 0 |');
  });

  it('names the uneven rows', async () => {
    expect((await run('csv-summariser', 'a,b\n1,2\n3\n4,5,6\n')).out).toContain(
      '2 rows have another number of fields than the header: line 3 (1), line 4 (3).',
    );
  });

  it.each([
    ['', 'The message is empty.'],
    ['a,b', 'at least one row'],
    ['a,b\n"x', 'is never closed'],
    ['a,b\n"x"y,1', 'In line 2 something follows a closing quote.'],
    ['just some\nwords here', 'I see no separator'],
  ])('explains itself to %j', async (text, sentence) => {
    const { code, out, err } = await run('csv-summariser', text);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err).toContain('Send me a table as CSV');
  });
});

describe('link checker', () => {
  let folder: string;
  beforeAll(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder, 'inside/sub'), { recursive: true });
    mkdirSync(join(folder, 'outside'));
    writeFileSync(join(folder, 'outside/secret.md'), '# Secret');
    symlinkSync(join(folder, 'outside'), join(folder, 'inside/way-out'));
    writeFileSync(join(folder, 'inside/b c.md'), '## Twice\n## Twice\n## With `code` & more!\n<a id="mark"></a>');
    writeFileSync(
      join(folder, 'inside/sub/a.md'),
      [
        '[good](../b%20c.md#twice-1) [good](<../b c.md#mark>) [good](../b%20c.md#with-code--more "title") ![good](.)',
        '[bad](../b%20c.md#thrice) [bad](gone.md) [bad](../../outside/secret.md) [bad](../way-out/secret.md) [bad]()',
        '[site](https://example.org/x) `[code](nowhere.md)`',
        '```\n[fenced](nowhere.md)\n```',
        '[bad ref]: gone.png',
      ].join('\n'),
    );
  });
  afterAll(() => removeFolder(folder));

  it('finds the broken link of the demo folder', async () => {
    const { code, out } = await run('link-checker', 'Please check the links in docs.');
    expect(code).toBe(0);
    expect(out).toContain('**1 broken** of 7 local links in 3 files of docs.');
    expect(out).toContain('| docs/index.md:7 | `plans/ground-floor.md` | file does not exist |');
  });

  it('tells good links from broken ones, and never looks outside', async () => {
    const { code, out } = await run('link-checker', 'sub', { cwd: join(folder, 'inside') });
    expect(code).toBe(0);
    expect(out.split('\n').slice(4)).toEqual([
      '| sub/a.md:2 | `../b%20c.md#thrice` | no heading "#thrice" there |',
      '| sub/a.md:2 | `gone.md` | file does not exist |',
      '| sub/a.md:2 | `../../outside/secret.md` | leads out of the folder I may read |',
      '| sub/a.md:2 | `../way-out/secret.md` | leads out of the folder I may read |',
      '| sub/a.md:2 | `` | has no target |',
      '| sub/a.md:7 | `gone.png` | file does not exist |',
    ]);
    expect(out).toContain('1 link leads to other sites and was not checked.');
  });

  it.each([
    ['', 'The message is empty.'],
    ['hello', 'names no folder that I have'],
    ['../outside', 'is outside of my working directory'],
    ['way-out/secret.md', 'is outside of my working directory'],
    ['/etc', 'is outside of my working directory'],
    ['no/such', 'There is no "no/such" here'],
  ])('explains itself to %j', async (text, sentence) => {
    const { code, out, err } = await run('link-checker', text, { cwd: join(folder, 'inside') });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err).toContain('Name a folder');
  });
});
