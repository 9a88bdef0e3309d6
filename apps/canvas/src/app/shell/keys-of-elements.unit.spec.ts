import { takesKey } from './keys-of-elements.js';

const element = (html: string): Element => {
  const place = document.createElement('div');
  place.innerHTML = html;
  return place.querySelector('[data-here]') ?? place;
};

describe('which element needs a key for itself', () => {
  it.each([
    ['a text field', '<input data-here>', ['l', ' ', '/', 'ArrowUp'], []],
    ['a search field', '<input type="search" data-here>', ['l', '/'], []],
    ['a text area', '<textarea data-here></textarea>', ['l', ' '], []],
    ['an editor', '<div contenteditable="true"><p data-here></p></div>', ['l', '/'], []],
    ['the slider', '<input type="range" data-here>', ['ArrowLeft', 'Home'], ['l', ' ', '/', 'c', 'Enter']],
    ['a switch', '<input type="checkbox" data-here>', [' ', 'ArrowLeft'], ['l', '/']],
    ['a button', '<button data-here></button>', [' ', 'Enter'], ['l', '/', 'ArrowLeft']],
    ['a tab', '<div role="tablist"><button data-here></button></div>', ['ArrowLeft', ' '], ['l']],
    ['the canvas', '<div data-here></div>', [], ['l', ' ', '/', 'ArrowUp', 'Enter']],
  ])('%s', (_what, html, own, others) => {
    for (const key of own) expect([key, takesKey(element(html), key)]).toEqual([key, true]);
    for (const key of others) expect([key, takesKey(element(html), key)]).toEqual([key, false]);
  });
});
