import { describe, expect, it } from '@jest/globals';
import { configuredStore, parseCommand, UsageError, type StoreAddress } from './arguments.js';

const here: StoreAddress = { kind: 'data', folder: 'here' };

describe('the arguments of npm run log', () => {
  it('uses the configured store if the arguments name none', () => {
    expect(parseCommand(['verify'], here)).toEqual({
      name: 'verify',
      store: { kind: 'data', folder: 'here' },
      record: null,
    });
  });

  it('finds the configured store in the environment', () => {
    const url = 'esdb://a';
    expect(configuredStore({})).toEqual({ kind: 'data', folder: '.guildhall' });
    expect(configuredStore({ DATA_DIR: 'there', EVENTSTORE_URL: url })).toEqual({ kind: 'data', folder: 'there' });
    expect(configuredStore({ GUILDHALL_STORE: 'server', EVENTSTORE_URL: url })).toEqual({ kind: 'url', url });
  });

  it('accepts a folder or an address', () => {
    expect(parseCommand(['export', '--to', 'x', '--data', 'there'], here)).toEqual({
      name: 'export',
      store: { kind: 'data', folder: 'there' },
      to: 'x',
    });
    expect(parseCommand(['import', '--url', 'esdb+discover://a:1', '--from', 'x'], here)).toEqual({
      name: 'import',
      store: { kind: 'url', url: 'esdb+discover://a:1' },
      from: 'x',
    });
    expect(parseCommand(['verify', '--url', 'esdb://a', '--record', 'r'], here)).toMatchObject({ record: 'r' });
  });

  it('answers --help before anything else', () => {
    expect(parseCommand(['export', '--help'], here)).toEqual({ name: 'help' });
  });

  it.each([
    [[], 'Give a command.'],
    [['compare'], 'Unknown command "compare".'],
    [['verify', 'twice'], 'Unexpected argument "twice".'],
    [['verify', '--wrong'], "Unknown option '--wrong'"],
    [['verify', '--data', 'a', '--url', 'esdb://b'], 'not both'],
    [['verify', '--url', 'http://b'], 'esdb://'],
    [['export', '--record', 'a'], '--record is not an option of export'],
    [['verify', '--to', 'a'], '--to is not an option of verify'],
    [['export'], '--to'],
    [['import'], '--from'],
  ])('refuses %j', (args, sentence) => {
    expect(() => parseCommand(args, here)).toThrow(UsageError);
    expect(() => parseCommand(args, here)).toThrow(sentence);
  });
});
