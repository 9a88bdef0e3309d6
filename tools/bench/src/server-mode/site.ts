import { Installation } from '@guildhall/testing';
import { seedWorkspaces } from '../command/command.bench.js';
import { inMode, type Mode } from '../harness/modes.js';
import { withFolder } from '../harness/temporary.js';
import { mongoPort } from './mongo-server.js';
import { MongoCommands } from './mongo-commands.js';
import { PartProcesses } from './part-processes.js';

/** Each of 32 callers has one of its own, also when the platforms refuse some. */
const workspaces = 64;
const settings = { GUILDHALL_LOG_LEVEL: 'warn', GUILDHALL_BACKEND: 'off' };

/** An installation under measurement, with some workspaces in it. */
export interface Site {
  mode: Mode;
  installation: Installation;
  ids: readonly string[];
  processes: PartProcesses;
  /** null in embedded mode. */
  commands: MongoCommands | null;
}

export const withSite = <T>(mode: Mode, use: (site: Site) => Promise<T>): Promise<T> =>
  inMode(mode, () =>
    withFolder(async (folder) => {
      const commands = mode === 'server' ? MongoCommands.to(mongoPort()) : null;
      try {
        return await started(mode, folder, commands, use);
      } finally {
        commands?.stop();
      }
    }),
  );

const started = async <T>(
  mode: Mode,
  folder: string,
  commands: MongoCommands | null,
  use: (site: Site) => Promise<T>,
): Promise<T> => {
  const installation = await Installation.started(settings, folder);
  try {
    const ids = await seedWorkspaces(installation, workspaces);
    return await use({ mode, installation, ids, processes: PartProcesses.of(folder, mode), commands });
  } finally {
    await installation.stop();
  }
};
