import { anEvent } from '../../contract/events.suite.js';
import { EventTooLarge } from '../../errors.js';
import { AppendTooLarge, appendLimit, appendRequest, batchMessage } from './append-request.js';

const withData = (data: unknown) => ({ ...anEvent('a'), data });
const dataOf = (data: unknown): string =>
  Buffer.from(appendRequest('s', [withData(data)], 'none').messages[0]?.getData_asU8() ?? []).toString();

describe('an append request', () => {
  it('holds canonical JSON, also if keys are numbers', () => {
    expect(dataOf({ b: 1, a: { '9': 1, '10': 2 } })).toBe('{"a":{"10":2,"9":1},"b":1}');
    expect(dataOf({ gone: undefined, kept: null })).toBe('{"kept":null}');
  });

  it.each([[{ big: 1n }], [{ not: NaN }], [() => 1]])('refuses a value that JSON cannot hold: %p', (data) =>
    expect(() => dataOf(data)).toThrow(TypeError),
  );

  it('refuses an event above 64 KiB and an append above 1 MiB before sending', () => {
    expect(() => appendRequest('s', [anEvent('a', 65_536)], 'none')).toThrow(EventTooLarge);
    const many = Array.from({ length: 18 }, () => anEvent('a', 60_000));
    expect(() => appendRequest('s', many, 'none')).toThrow(AppendTooLarge);
    expect(() => appendRequest('s', many, 'none')).toThrow(`may have ${appendLimit}`);
    expect(appendRequest('s', many.slice(1), 'none').messages).toHaveLength(17);
  });

  it('refuses an empty append', () => expect(() => appendRequest('s', [], 'none')).toThrow(TypeError));

  it('expects no stream or an exact revision, with a deadline that tolerates clocks hours apart', () => {
    const request = appendRequest('s', [anEvent('a')], 'none');
    const first = batchMessage(request, 'c').getOptions();
    const next = batchMessage({ ...request, expected: 7 }, 'c').getOptions();
    expect([first?.hasNoStream(), next?.getStreamPosition()]).toEqual([true, '7']);
    for (const options of [first, next])
      expect([options?.hasAny(), options?.hasStreamExists()]).toEqual([false, false]);
    expect(first?.getDeadline()?.toDate().getTime()).toBeGreaterThan(Date.now() + 12 * 3_600_000);
  });
});
