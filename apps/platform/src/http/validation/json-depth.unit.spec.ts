import { depthLimit, isDeeperThan } from './json-depth.js';

const nested = (levels: number, open = '[', close = ']'): string => open.repeat(levels) + close.repeat(levels);

describe('the depth of a JSON text', () => {
  it.each([
    ['nothing', '', false],
    ['a number', '1', false],
    ['as many levels as are allowed', nested(depthLimit), false],
    ['one level more', nested(depthLimit + 1), true],
    ['objects as well as arrays', `${'{"a":'.repeat(depthLimit)}[]${'}'.repeat(depthLimit)}`, true],
    ['brackets beside each other', `[${'[],{},'.repeat(500)}1]`, false],
    ['brackets in a text', JSON.stringify(nested(500)), false],
    ['brackets behind an escaped quote', JSON.stringify(`"${nested(500)}\\`), false],
    ['brackets behind the end of a text', `["\\\\",${nested(depthLimit)}]`, true],
    ['what no end closes', '['.repeat(100_000), true],
  ])('counts %s', (_name, text, isTooDeep) => {
    expect(isDeeperThan(depthLimit, text)).toBe(isTooDeep);
  });
});
