import { jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { ApiError } from '@guildhall/client';
import { templateLimits, type ImportTemplateBody, type ProblemBody, type TemplateView } from '@guildhall/contracts';
import { PLATFORM } from '../../platform/platform.js';
import { TemplateListComponent } from '../template-list.component.js';
import { readFolder, type FolderFile } from './template-folder.js';

const file = (webkitRelativePath: string, content: string | Uint8Array, size?: number): FolderFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const name = webkitRelativePath.split('/').at(-1) ?? '';
  const arrayBuffer = () => Promise.resolve(Uint8Array.from(bytes).buffer);
  return { name, size: size ?? bytes.length, webkitRelativePath, arrayBuffer };
};

describe('a folder as a template', () => {
  it('has its texts by their paths below it', async () => {
    const read = await readFolder([
      file('shouter/config.yaml', 'name: Shouter\n'),
      file('shouter/skills/loud.md', 'Ä'),
      file('shouter/.git/HEAD', 'ref'),
      file('shouter/deep/.env', 'KEY=secret'),
    ]);
    expect(read).toEqual({
      name: 'shouter',
      files: { 'config.yaml': 'name: Shouter\n', 'skills/loud.md': 'Ä' },
      bytes: 16,
      ignored: ['.git', '.env'],
    });
  });

  it.each<[string, FolderFile[], RegExp]>([
    ['nothing but what is no part', [file('a/.git/HEAD', 'x')], /no files/],
    ['what is not a text', [file('a/b/logo.png', Uint8Array.of(0x89, 0xff))], /^b\/logo\.png is not a text/],
    ['zeros', [file('a/zero', 'a\0b')], /^zero is not a text/],
    ['too many files', Array.from({ length: 201 }, (_, index) => file(`a/${index}`, '')), /201 files.*at most 200/],
    ['too much', [file('a/big', 'x', templateLimits.bytes + 1)], /total 10 MB.*at most 10 MB/],
  ])('is refused before it is sent for %s', async (_what, files, sentence) => {
    expect(await readFolder(files)).toMatch(sentence);
  });
});

const template = (id: string, origin: TemplateView['origin']): TemplateView => ({
  id,
  name: id,
  description: '',
  tier: 1,
  runtime: 'command',
  model: '',
  models: [],
  required_env: [],
  skills: [],
  skill_count: 0,
  origin,
  problems: [],
});

describe('import of a folder among the templates', () => {
  // jsdom does not scroll.
  beforeAll(() => (Element.prototype.scrollIntoView ??= function scrollIntoView() {}));

  const opened = async () => {
    type Sent = (input: { body: ImportTemplateBody }, options: { idempotencyKey: string }) => Promise<unknown>;
    const importTemplate = jest.fn<Sent>();
    const list = jest.fn<() => Promise<TemplateView[]>>().mockResolvedValue([template('echo', 'built-in')]);
    const platform = { templates: { importTemplate, list } };
    TestBed.configureTestingModule({ providers: [{ provide: PLATFORM, useValue: platform }] });
    const fixture = TestBed.createComponent(TemplateListComponent);
    fixture.componentRef.setInput('chosen', null);
    const chose = jest.fn();
    fixture.componentInstance.chose.subscribe(chose);
    const element = fixture.nativeElement as HTMLElement;
    const settled = async () => {
      for (let round = 0; round < 5; round += 1) await fixture.whenStable();
    };
    await settled();
    const choose = async (...files: FolderFile[]) => {
      const picker = element.querySelector<HTMLInputElement>('[data-testid=template-folder]');
      if (picker === null) throw new Error('there is no picker');
      Object.defineProperty(picker, 'files', { value: files, configurable: true });
      picker.dispatchEvent(new Event('change'));
      await settled();
    };
    const send = async () => {
      element.querySelector<HTMLElement>('[data-testid=folder-import] .gh-button-primary')?.click();
      await settled();
    };
    return { importTemplate, list, chose, element, choose, send };
  };

  it('lists and chooses the new template, marked as imported', async () => {
    const { importTemplate, list, chose, element, choose, send } = await opened();
    importTemplate.mockResolvedValue({
      body: { status: 'imported', id: 'shouter', name: 'shouter' },
      position: '0000000009',
    });
    list.mockResolvedValue([template('echo', 'built-in'), template('shouter', 'imported')]);
    await choose(file('shouter/config.yaml', 'name: Shouter\n'));
    await send();
    expect(importTemplate.mock.calls[0]?.[0].body).toEqual({
      name: 'shouter',
      files: { 'config.yaml': 'name: Shouter\n' },
    });
    expect(list).toHaveBeenLastCalledWith({}, { minPosition: '0000000009' });
    expect(chose).toHaveBeenCalledWith('shouter');
    const marked = [...element.querySelectorAll('label')].map((row) => row.querySelector('.origin')?.textContent);
    expect(marked).toEqual([undefined, 'imported']);
  });

  it('asks for another name when the name is taken', async () => {
    const { importTemplate, element, choose, send } = await opened();
    const body = { type: '', title: '', error: 'There is one.', code: 'TEMPLATE_EXISTS', fix: 'Take another name.' };
    importTemplate.mockRejectedValue(new ApiError(409, body as ProblemBody));
    await choose(file('echo/config.yaml', 'name: Echo\n'));
    await send();
    expect(element.textContent).toContain('Take another name.');
    const name = element.querySelector<HTMLInputElement>('#folder-import-name');
    expect(name?.getAttribute('aria-invalid')).toBe('true');
    if (name !== null) name.value = 'Echo two';
    name?.dispatchEvent(new Event('input'));
    await send();
    expect(importTemplate.mock.calls[1]?.[0].body.name).toBe('Echo two');
    const [first, second] = importTemplate.mock.calls.map(([, { idempotencyKey }]) => idempotencyKey);
    expect(first).not.toBe(second);
  });

  it('says why a folder is not a template, and sends nothing', async () => {
    const { importTemplate, element, choose, send } = await opened();
    await choose(file('a/logo.png', Uint8Array.of(0xff)));
    await send();
    expect(element.querySelector('[role=alert]')?.textContent).toContain('logo.png is not a text file');
    expect(importTemplate).not.toHaveBeenCalled();
  });
});
