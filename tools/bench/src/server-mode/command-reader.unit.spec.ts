import { describe, expect, it } from '@jest/globals';
import { CommandReader } from './command-reader.js';

/** A message with a document whose first key has this name. */
const message = (kind: number, name: string): Buffer => {
  const document = Buffer.from(`\0\0\0\0\x10${name}\0\x01\0\0\0\0`, 'latin1');
  document.writeInt32LE(document.length);
  const bytes = Buffer.concat([Buffer.alloc(16 + 4 + 1), document]);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(kind, 12);
  return bytes;
};
const command = (name: string): Buffer => message(2_013, name);

describe('the reader of commands to MongoDB', () => {
  it('names several commands of one packet, and leaves out what is no command', () => {
    const bytes = Buffer.concat([message(2_004, 'ismaster'), command('find'), command('update')]);
    expect(new CommandReader().read(bytes)).toEqual(['find', 'update']);
  });

  it('names a command once its last byte has come, wherever it was cut', () => {
    const bytes = Buffer.concat([command('insert'), command('find')]);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const reader = new CommandReader();
      const names = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => reader.read(part));
      expect(names.flat()).toEqual(['insert', 'find']);
      expect(names[0]).toEqual(cut < command('insert').length ? [] : ['insert']);
    }
  });
});
