/** Characters, and bytes in UTF-8, of a name in a path: a file system takes 255 bytes, and a prefix stands before it. */
const pathCharacters = 100;
const pathBytes = 180;
const shownCharacters = 255;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The end of a text, where a file has its extension; never half of a character. */
const endOf = (text: string, characters: number, bytes: number): string => {
  const kept = [...text].slice(-characters);
  while (bytesOf(kept.join('')) > bytes) kept.shift();
  return kept.join('');
};

/** The name that people see again: as it was sent, without folders and control characters. */
export const shownName = (sent: string | undefined): string => {
  const last = (sent ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const name = endOf(last.replace(/\p{C}/gu, '').trim(), shownCharacters, 4 * shownCharacters);
  return name === '' || /^\.+$/.test(name) ? 'file' : name;
};

/** The name in the path: letters and digits of any script, and nothing that a shell or a page takes for anything else. */
export const pathName = (sent: string | undefined): string => {
  const safe = shownName(sent).replace(/[^\p{L}\p{M}\p{N}._-]/gu, '_');
  return endOf(safe, pathCharacters, pathBytes);
};
