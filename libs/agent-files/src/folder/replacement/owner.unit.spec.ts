import { spawnSync } from 'node:child_process';
import { markOf, ownerOf, ownMark } from './owner.js';

describe('the mark of a process', () => {
  it('tells whether that process is running', () => {
    const { pid } = spawnSync('true');
    expect(ownerOf(ownMark)).toBe('at work');
    expect(ownerOf(markOf(process.ppid))).toBe('at work');
    expect(ownerOf(ownMark.replace(/^\d+/, String(pid)))).toBe('gone');
    expect(ownerOf(ownMark.replace(/\.\d*\./, '.1.'))).toBe('gone');
  });

  it('tells nothing about a process of another container or of an earlier boot', () => {
    expect(ownerOf(ownMark.replace(/[0-9a-f]+$/, '00ff'))).toBe('elsewhere');
    expect(ownerOf('1.1')).toBe('elsewhere');
  });
});
