import type { ReadinessView } from '@guildhall/contracts';
import type { Installation } from '@guildhall/testing';
import { pidsOf, residentMb } from '../harness/processes.js';

/** A log of a million events takes minutes on a slow machine when all views are built. */
const longestMs = 1_200_000;

/** Until /health/ready says ready; memory of all platforms and projectors together. */
export interface Start {
  ready_ms: number;
  resident_mb: number;
}

/** Throws if another log is served than the one of that many events: its start would be a figure of something else. */
export const startOf = async (installation: Installation, events: number): Promise<Start> => {
  const begun = performance.now();
  installation.start('platform');
  installation.start('projector');
  await installation.ready(longestMs);
  const ready = Math.round(performance.now() - begun);
  const megabytes = pidsOf('dist/apps', installation.dataDir).reduce((sum, pid) => sum + residentMb(pid), 0);
  await requireServed(installation, events);
  return { ready_ms: ready, resident_mb: Math.round(megabytes) };
};

const requireServed = async (installation: Installation, events: number): Promise<void> => {
  const { body } = await installation.request<ReadinessView>('GET', '/health/ready');
  const stopped = body.projections.filter(({ state }) => state === 'stopped').map(({ name }) => name);
  if (stopped.length > 0) throw new Error(`Ready, but these views have stopped: ${stopped.join(', ')}.`);
  if (body.ordinal < events) throw new Error(`Ready with ${body.ordinal} events; the log has ${events}.`);
};

/** As an operator stops it: the next start finds what a platform saves when it ends. */
export const stopParts = async (installation: Installation): Promise<void> => {
  await installation.killAll('projector', 'SIGTERM');
  await installation.killAll('platform', 'SIGTERM');
};

const flags = '--v8-pool-size=1 --max-semi-space-size=8';

export const startSettings = { NODE_OPTIONS: flags, GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' };
