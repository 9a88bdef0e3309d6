import type { RecordedEvent } from '../declarations/envelope.js';
import { defineEvent } from '../declarations/event.js';
import { UnreadableEvent, upcast, upcastBy } from './upcast.js';

const recorded = (type: string, schemaVersion: number, data: object): RecordedEvent =>
  ({
    id: 'e',
    type,
    data,
    stream: 's',
    revision: 0,
    position: '7',
    metadata: { schemaVersion, org: 'default' },
  }) as never;

const Painted = defineEvent<{ colour: string; shade: number }>()('Painted', {
  permission: 'workspaces.read',
  sentence: ({ colour }) => `Painted ${colour}`,
  upcasts: [({ color, ...data }) => ({ ...data, colour: color ?? 'white' }), (data) => ({ ...data, shade: 1 })],
});

describe('upcasting an event', () => {
  it('counts the version from the steps', () => expect(Painted.schemaVersion).toBe(3));

  it.each([
    [1, { color: 'red' }],
    [2, { colour: 'red' }],
    [3, { colour: 'red', shade: 1 }],
  ])('brings version %i to the present one', (version, data) => {
    const event = upcastBy(Painted, recorded('Painted', version, data));
    expect(event).toMatchObject({ id: 'e', stream: 's', revision: 0, position: '7' });
    expect(event.data).toEqual({ colour: 'red', shade: 1 });
    expect(event.metadata).toMatchObject({ schemaVersion: 3, org: 'default' });
  });

  it('leaves a current event and the stored one as they are', () => {
    const event = recorded('Painted', 3, { colour: 'red', shade: 1 });
    expect(upcastBy(Painted, event)).toBe(event);
    const old = recorded('Painted', 1, { color: 'red' });
    upcastBy(Painted, old);
    expect(old).toEqual(recorded('Painted', 1, { color: 'red' }));
  });

  it('stops at a newer version and at an unknown type, by name', () => {
    const newer = () => upcastBy(Painted, recorded('Painted', 4, {}));
    expect(newer).toThrow(UnreadableEvent);
    expect(newer).toThrow('Painted v4 at position 7');
    expect(() => upcast(recorded('FromTheFuture', 1, {}))).toThrow('FromTheFuture v1 at position 7');
  });
});
