import { requireWholePlace } from './fact-changes.js';

describe('the place of a workspace', () => {
  it.each([{}, { x: 1, y: 2 }, { x: null, y: null }, { x: 0, y: 0 }])('is whole or absent: %j', (body) => {
    expect(() => requireWholePlace(body)).not.toThrow();
  });

  it.each([
    [{ x: 1 }, 'y'],
    [{ y: 1 }, 'x'],
    [{ x: 1, y: null }, 'y'],
    [{ x: null, y: 2 }, 'x'],
    [{ x: null }, 'x'],
  ])('is refused by halves: %j', (body, field) => {
    const fields = [{ field, message: 'x and y go together' }];
    expect(() => requireWholePlace(body)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', details: { fields } }),
    );
  });
});
