import { pathName, shownName } from './upload-names.js';

describe('the name of an uploaded file', () => {
  it.each([
    ['report.pdf', 'report.pdf', 'report.pdf'],
    ['報告書.pdf', '報告書.pdf', '報告書.pdf'],
    ['甲.txt', '甲.txt', '甲.txt'],
    ['two words?.txt', 'two words?.txt', 'two_words_.txt'],
    ['Cafe\u0301.txt', 'Café.txt', 'Café.txt'],
    ['../../etc/passwd', 'passwd', 'passwd'],
    ['C:\\docs\\plan.md', 'plan.md', 'plan.md'],
    ['a\u0000b\nc\u202e.txt', 'abc.txt', 'abc.txt'],
    ['..', 'file', 'file'],
    ['', 'file', 'file'],
    [undefined, 'file', 'file'],
    ['-rf.txt', '-rf.txt', '-rf.txt'],
    ['🙂 $(id).txt', '🙂 $(id).txt', '____id_.txt'],
  ])('%j is shown as %j, in the path as %j', (sent, shown, path) => {
    expect([shownName(sent), pathName(sent)]).toEqual([shown, path]);
  });

  it('is cut where it is too long, and keeps its extension', () => {
    const name = pathName(`${'書'.repeat(300)}.pdf`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
    expect(name).toMatch(/^書+\.pdf$/);
    expect(shownName('書'.repeat(300))).toBe('書'.repeat(255));
  });
});
