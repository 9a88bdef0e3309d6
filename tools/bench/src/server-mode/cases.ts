import { randomUUID } from 'node:crypto';
import { create } from '../command/command.bench.js';
import type { LoadRequest } from '../command/command-load.js';
import { unlessNothing, type Limit } from './limit.js';
import type { Measured, Work } from './measured.js';
import type { Part } from './part-processes.js';

/** The same work in both modes. */
export interface Pair {
  embedded: Measured;
  server: Measured;
}

export interface Case extends Work {
  name: string;
  limits: readonly Limit<Pair>[];
}

const callers = 32;
const crowd = 200;

export const ratioOf = ({ embedded, server }: Pair): number => server.perSecond / embedded.perSecond;

const ratio = (value: number): Limit<Pair> => ({ name: 'ratio', bound: 'at least', value, of: ratioOf });
const noRefusals: Limit<Pair> = { name: 'refusals', bound: 'at most', value: 0, of: ({ server }) => server.refused };
const p99 = (value: number): Limit<Pair> => ({
  name: 'p99 ratio',
  bound: 'at most',
  value,
  of: ({ embedded, server }) => server.p99 / embedded.p99,
});
const commands = (value: number): Limit<Pair> => ({
  name: 'mongodb_commands',
  bound: 'at most',
  value,
  of: ({ server }) => unlessNothing(server.mongoCommands),
});
const processor = (part: Part, value: number): Limit<Pair> => ({
  name: `${part}_ms`,
  bound: 'at most',
  value,
  of: ({ server }) => unlessNothing(server.processorMs.get(part)),
});

const creation = (): LoadRequest => create(`workspace ${randomUUID()}`, null);
const change = (id = ''): LoadRequest => ({
  method: 'PATCH',
  path: `/workspaces/${id}`,
  body: { role: `role ${randomUUID()}` },
});

export const cases: readonly Case[] = [
  { name: 'create, one caller', callers: 1, limits: [commands(6)], request: creation },
  {
    name: `create, ${callers} callers`,
    callers,
    limits: [ratio(0.4), noRefusals, p99(5), commands(2), processor('platforms', 3.5), processor('projectors', 1)],
    request: creation,
  },
  {
    name: `change, ${callers} callers, each its own workspace`,
    callers,
    limits: [ratio(0.5)],
    request: (ids, caller) => change(ids[caller % ids.length]),
  },
  {
    name: `change, ${callers} callers, all one workspace`,
    callers,
    limits: [ratio(0.4), noRefusals],
    request: ([one]) => change(one),
  },
  {
    name: `change, ${crowd} callers, all one workspace`,
    callers: crowd,
    limits: [noRefusals],
    request: ([one]) => change(one),
  },
  {
    name: `read one workspace, ${callers} callers`,
    callers,
    limits: [ratio(0.6)],
    request: (ids, caller) => ({ method: 'GET', path: `/workspaces/${ids[caller % ids.length] ?? ''}` }),
  },
];
