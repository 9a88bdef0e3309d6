import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { ConfigurationError, readProjectorConfig, type ProjectorConfig } from './config/projector.config.js';
import { Projector, ProjectorModule } from './projector.module.js';
import { openStores } from './stores/open-stores.js';

const configuration = (): ProjectorConfig => {
  try {
    return readProjectorConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    process.exit(78);
  }
};

const config = configuration();
/** Where the log goes may be on a full disk: lines are lost then, and the process goes on. */
const output = pino.destination(1);
output.on('error', () => undefined);
const logger = pino({ name: 'projector', level: config.logLevel }, output);

/** Also before there is anything to stop: the projector waits for a log that the platform has still to make. */
let application: INestApplicationContext | null = null;
const stop = async (signal: string): Promise<void> => {
  logger.info({ signal }, 'stopping');
  await application?.close();
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));

const stores = await openStores(config);
application = await NestFactory.createApplicationContext(ProjectorModule.for(config, stores, logger), {
  logger: false,
});
await application.get(Projector).start((error) => {
  logger.fatal({ err: error }, 'the projector cannot continue');
  process.exit(1);
});
logger.info({ dataDir: config.dataDir }, 'projector started');
