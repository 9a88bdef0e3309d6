import { inOrder } from './in-order.js';

const names = (...items: Parameters<typeof inOrder>[0]): string[] => inOrder(items).map(({ name }) => name);

describe('the order of what is started or folded', () => {
  it('is by name where nothing else is said', () => {
    expect(names({ name: 'b' }, { name: 'a' })).toEqual(['a', 'b']);
  });

  it('puts each after those that it names', () => {
    expect(names({ name: 'a', after: ['c'] }, { name: 'b', after: ['a'] }, { name: 'c' })).toEqual(['c', 'a', 'b']);
  });

  it('ignores a name that is not there', () => {
    expect(names({ name: 'a', after: ['z'] })).toEqual(['a']);
  });

  it('refuses a circle', () => {
    expect(() => names({ name: 'a', after: ['b'] }, { name: 'b', after: ['a'] })).toThrow('a, b');
  });
});
