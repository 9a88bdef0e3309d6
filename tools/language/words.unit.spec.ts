import { describe, expect, it } from '@jest/globals';
import { prose, refusedWords } from './words.mjs';

describe('refused words', () => {
  it('are found with their line, and with what to write instead', () => {
    expect(refusedWords('// Begins\n// Anew, on a Journey\nconst goOn = 1;')).toEqual([
      { line: 2, word: 'Anew', instead: '"again" or "from the start"' },
      { line: 2, word: 'Journey', instead: '"end-to-end test" or "scenario"' },
      { line: 3, word: 'goOn', instead: 'resume' },
    ]);
  });

  it('are whole words: others may hold them', () => {
    expect(refusedWords('goOnline leftOut renewed departures of agents')).toEqual([]);
  });

  it('are refused as names only where names are written', () => {
    expect(refusedWords('rename goOn', prose)).toEqual([]);
  });
});
