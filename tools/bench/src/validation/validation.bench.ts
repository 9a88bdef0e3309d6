import 'reflect-metadata';
import { HeartbeatBody } from '@guildhall/contracts/registry/bodies';
import { CreateWorkspaceBody } from '@guildhall/contracts/workspaces/bodies';
import { projectRoot } from '@guildhall/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repeated, type Bench, type Figures } from '../harness/bench.js';

type Contract = new () => object;
type Check = (contract: Contract, body: object) => unknown;

const bodiesOfRound = 500;
const workspace_id = '0190a0b0-0000-7000-8000-000000000001';
const heartbeat = { workspace_id, error_rate: 0.02, active_tasks: 2, current_task: 'Reads', uptime_seconds: 3_600 };
const workspace = { name: 'Coder', role: 'writes code', tier: 2, tags: ['team', 'night'], workspace_access: 'none' };
const bodies: readonly (readonly [string, Contract, object])[] = [
  ['heartbeat', HeartbeatBody, heartbeat],
  ['create a workspace', CreateWorkspaceBody, workspace],
];

/** The check that stands before every route. */
const platformCheck = async (): Promise<Check> => {
  const file = join(projectRoot, 'dist/apps/platform/http/validation/checked-input.js');
  const { checkedBody } = (await import(pathToFileURL(file).href)) as { checkedBody: Check };
  return checkedBody;
};

const classValidator: Check = (contract, body) =>
  validateSync(plainToInstance(contract, body), { whitelist: true, forbidNonWhitelisted: true });

const processorMicroseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/**
 * Measures processor time, because nothing here waits. A few bodies, parsed beforehand, are checked again and again: the
 * body of a request has just been parsed, too.
 */
const measure = (check: Check, contract: Contract, body: object, rounds: number): Figures => {
  const text = JSON.stringify(body);
  const sent = Array.from({ length: bodiesOfRound }, () => JSON.parse(text) as object);
  const start = processorMicroseconds();
  for (let round = 0; round < rounds; round += 1) for (const one of sent) check(contract, one);
  const ns = (processorMicroseconds() - start) * 1_000;
  return { case: '', ns_per_body: Math.round(ns / (rounds * bodiesOfRound)) };
};

const row = async (
  name: string,
  check: Check,
  [, contract, body]: (typeof bodies)[number],
  runs: number,
  rounds: number,
) => {
  measure(check, contract, body, rounds);
  return repeated(name, runs, 'ns_per_body', async () => measure(check, contract, body, rounds));
};

export const validationBench: Bench = {
  id: 'B2v',
  title: 'validation of a good body',
  target: '≤ 1 000 ns a body',
  modes: 'fixed',
  run: async ({ quick }) => {
    const runs = quick ? 1 : 5;
    const checked = await platformCheck();
    const rows: Figures[] = [];
    for (const body of bodies) {
      rows.push(await row(body[0], checked, body, runs, 1_000));
      rows.push(await row(`baseline: class-validator, ${body[0]}`, classValidator, body, runs, 50));
    }
    return rows;
  },
};
