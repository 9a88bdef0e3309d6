import { GuildhallError, type Fact } from '@guildhall/contracts';
import type { Decider } from '../decider.js';
import { given, SpecificationFailed } from './given.js';

type Counted = Fact<'Counted', { to: number }>;
const counter: Decider<{ at: number }, number, Counted> = {
  initialState: () => ({ at: 0 }),
  evolve: (_state, { data }) => ({ at: data.to }),
  decide: ({ at }, by) => {
    if (by < 0) throw new GuildhallError('BAD_ID', { value: by });
    return by === 0 ? [] : [{ type: 'Counted', data: { to: at + by } }];
  },
};
const counted = (to: number): Counted => ({ type: 'Counted', data: { to } });

describe('given, when, then', () => {
  it('holds when the decision is the one described', () => {
    given(counter, counted(2)).when(3).then(counted(5));
    given(counter).when(0).thenNothing();
    given(counter).when(-1).thenRefused('BAD_ID', { value: -1 });
  });

  it('fails on another fact, on silence, on an unexpected refusal and on another code or detail', () => {
    expect(() => given(counter).when(3).then(counted(4))).toThrow(SpecificationFailed);
    expect(() => given(counter).when(0).then(counted(4))).toThrow(SpecificationFailed);
    expect(() => given(counter).when(3).thenNothing()).toThrow(SpecificationFailed);
    expect(() => given(counter).when(-1).then(counted(4))).toThrow(SpecificationFailed);
    expect(() => given(counter).when(3).thenRefused('BAD_ID')).toThrow(SpecificationFailed);
    expect(() => given(counter).when(-1).thenRefused('BAD_QUERY')).toThrow(SpecificationFailed);
    expect(() => given(counter).when(-1).thenRefused('BAD_ID', { value: -2 })).toThrow(SpecificationFailed);
  });

  it('fails when deciding changes the state', () => {
    const careless: typeof counter = {
      ...counter,
      decide: (state) => [counted((state.at += 1))],
    };
    expect(() => given(careless).when(1).then(counted(1))).toThrow('decide changed the state');
  });

  it('fails when the state evolves in place and has no fork', () => {
    const careless: typeof counter = {
      ...counter,
      evolve: (state, { data }) => Object.assign(state, { at: data.to }),
    };
    expect(() => given(careless, counted(1), counted(2)).when(1).then(counted(3))).toThrow('a fork changed the state');
    const fork = (state: { at: number }) => ({ ...state });
    given({ ...careless, fork }, counted(1), counted(2))
      .when(1)
      .then(counted(3));
  });

  it('lets errors through that are no refusals', () => {
    const broken: typeof counter = {
      ...counter,
      decide: () => {
        throw new TypeError('broken');
      },
    };
    expect(() => given(broken).when(1)).toThrow(TypeError);
  });
});
