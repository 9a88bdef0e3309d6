import 'reflect-metadata';
import { UnreadableEvent } from '@guildhall/contracts';
import { LogNotAsLeft, SecondWriter } from '@guildhall/event-store';
import { pino } from 'pino';
import { ConfigurationError, readPlatformConfig } from './config/platform.config.js';
import { PlatformProcess, PortTaken } from './platform.process.js';
import { redaction } from './operations/redaction.js';

/** Exit codes for which the supervisor does not try a restart. */
const exitCodes = {
  configuration: 78,
  newerLog: 78,
  logNotAsLeft: 78,
  secondProcess: 75,
  portTaken: 76,
  failure: 1,
} as const;

const exitCodeOf = (error: unknown): number => {
  if (error instanceof ConfigurationError) return exitCodes.configuration;
  if (error instanceof UnreadableEvent) return exitCodes.newerLog;
  if (error instanceof LogNotAsLeft) return exitCodes.logNotAsLeft;
  if (error instanceof SecondWriter) return exitCodes.secondProcess;
  return error instanceof PortTaken ? exitCodes.portTaken : exitCodes.failure;
};

const run = async (): Promise<void> => {
  const config = readPlatformConfig(process.env);
  const log = pino({ level: config.logLevel, redact: redaction, base: { app: 'platform' } });
  const platform = await PlatformProcess.start(config, log);
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    platform.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the platform did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

run().catch((error: unknown) => {
  const sentence = error instanceof Error ? error.message : String(error);
  if (exitCodeOf(error) === exitCodes.failure) console.error(error);
  console.error(sentence);
  process.exit(exitCodeOf(error));
});
