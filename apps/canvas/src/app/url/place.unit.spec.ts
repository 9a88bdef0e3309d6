import { readPlace, writePlace, type Place } from './place.js';

describe('place', () => {
  it('comes back from the address as it was written', () => {
    const place: Place = { selected: 'abc', tab: 'chat', file: null, moment: 48_213, filters: ['failed', 'offline'] };
    expect(writePlace(place)).toBe('?workspace=abc&tab=chat&at=48213&states=failed,offline');
    expect(readPlace(writePlace(place))).toEqual(place);
  });

  it('names the file that is open, and only in its tab', () => {
    const place: Place = { selected: 'abc', tab: 'files', file: 'workspace/sub dir/a.md', moment: null, filters: [] };
    expect(writePlace(place)).toBe('?workspace=abc&tab=files&file=workspace/sub+dir/a.md');
    expect(readPlace(writePlace(place))).toEqual(place);
    expect(readPlace('?workspace=abc&tab=chat&file=home/x').file).toBeNull();
  });

  it('is an empty address for nothing selected, live and unfiltered', () => {
    expect(writePlace({ selected: null, tab: 'chat', file: null, moment: null, filters: [] })).toBe('');
  });

  it('leaves out what it does not understand', () => {
    expect(readPlace('?tab=secrets&at=-3&states=happy,failed')).toEqual({
      selected: null,
      tab: null,
      file: null,
      moment: null,
      filters: ['failed'],
    });
  });
});
