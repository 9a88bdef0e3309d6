import { notUtf8 } from './utf8.js';

describe('the encoding of a text from outside', () => {
  it.each(['', 'name: Coder', 'name: Größe 報告書 🙂', '\ufeffname: Coder'])('is UTF-8: %j', (text) => {
    expect(notUtf8(Buffer.from(text))).toBeNull();
  });

  it.each([
    [Buffer.from('\ufeffname: Größe', 'utf16le'), 'UTF-16'],
    [Buffer.from('name: Größe', 'latin1'), 'Latin-1 or another encoding'],
    [Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff]), 'a zip archive'],
    [Buffer.from([0x1f, 0x8b, 0x08, 0xff]), 'a gzip archive'],
    [Buffer.from([0x00, 0xff]), 'no text'],
  ])('is said where it is another one: %p', (bytes, looksLike) => {
    expect(notUtf8(bytes)).toBe(`it is not UTF-8 but looks like ${looksLike}; save it as UTF-8`);
  });
});
