import { UnchangeableYaml, withChanges } from './changed-yaml.js';

describe('a changed text of YAML', () => {
  it('keeps comments and order, puts new keys behind, and takes away what is null', () => {
    const text = '# of all\nname: A # of the name\nskills: [a]\ntier: 1\n';
    expect(withChanges(text, { name: 'B', skills: null, model: 'm', none: null })).toBe(
      '# of all\nname: B # of the name\ntier: 1\nmodel: m\n',
    );
  });

  it('can be one that said nothing yet', () => {
    expect(withChanges('', { name: 'A' })).toBe('name: A\n');
    expect(withChanges('# only this\n', { name: 'A' })).toBe('# only this\n\nname: A\n');
    expect(withChanges('', {})).toBe('{}\n');
  });

  it('is changed inside a map that stays', () => {
    const text = 'runtime_config:\n  # of it\n  model: a # of this\n  timeout: 1\n';
    expect(withChanges(text, {}, { runtime_config: { model: 'b' } })).toBe(text.replace('model: a', 'model: b'));
  });

  it.each([
    ['a list', '- a\n', /no map/],
    ['no YAML', 'a: [\n', /.+/],
    ['what an alias needs', 'a: &x { b: 1 }\nc: *x\n', /Unresolved alias/],
  ])('says why it cannot be: %s', (_what, text, reason) => {
    expect(() => withChanges(text, { a: null })).toThrow(UnchangeableYaml);
    expect(() => withChanges(text, { a: null })).toThrow(reason);
  });

  it('gets many keys at once', () => {
    const changes = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]));
    expect(withChanges('', changes).split('\n')).toHaveLength(100_001);
  });
});
