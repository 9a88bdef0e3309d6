import { folderWords, rightsWords, templateWords } from './fact-words.js';

describe('facts in words', () => {
  it('names the folder and its access', () => {
    expect(folderWords('none', null)).toBe('Its own only');
    expect(folderWords('read_only', '/srv/docs')).toBe('/srv/docs, read only');
  });

  it('names the template', () => {
    expect(templateWords(null)).toBeNull();
    expect(templateWords('echo-agent')).toBe('echo-agent');
    expect(templateWords('of-0190a0b0-0000-5000-8000-000000000001')).toBe('files of an imported organisation');
  });

  it('lists what a lead may do', () => {
    expect(rightsWords([])).toBeNull();
    expect(rightsWords(['restart'])).toBe('restart all workspaces below it');
    expect(rightsWords(['restart', 'pause'])).toBe('restart and pause all workspaces below it');
  });
});
