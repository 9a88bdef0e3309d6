import { folderWords, rightsWords, templateWords } from './fact-words.js';

describe('what Details says', () => {
  it('of the folder', () => {
    expect(folderWords('none', null)).toBe('its own, no other');
    expect(folderWords('read_only', '/srv/docs')).toBe('/srv/docs, read only');
  });

  it('of the template', () => {
    expect(templateWords(null)).toBeNull();
    expect(templateWords('echo-agent')).toBe('echo-agent');
    expect(templateWords('of-0190a0b0-0000-5000-8000-000000000001')).toBe('its own files of an imported organisation');
  });

  it('of the rights of a lead', () => {
    expect(rightsWords([])).toBeNull();
    expect(rightsWords(['restart'])).toBe('restart all workspaces below it');
    expect(rightsWords(['restart', 'pause'])).toBe('restart and pause all workspaces below it');
  });
});
