import 'reflect-metadata';
import { UnreadableEvent } from '@guildhall/contracts';
import { diskFailureOf, diskFailureSentence, LogNotAsLeft, LogUnreadable, SecondWriter } from '@guildhall/event-store';
import { KeysDamaged, WrongMasterKey } from '@guildhall/vault';
import { pino } from 'pino';
import { ConfigurationError, readPlatformConfig } from './config/platform.config.js';
import { PlatformProcess, PortTaken } from './platform.process.js';
import { redaction } from './operations/redaction.js';

/** What no new start mends, and a person can. */
const forPeople = [ConfigurationError, UnreadableEvent, LogNotAsLeft, LogUnreadable, WrongMasterKey, KeysDamaged];

/** Those but `failure` are ones for which the supervisor does not try a restart. */
const exitCodes = {
  needsPerson: 78,
  secondProcess: 75,
  portTaken: 76,
  failure: 1,
} as const;

const exitCodeOf = (error: unknown): number => {
  if (diskFailureOf(error) === 'read-only') return exitCodes.needsPerson;
  if (forPeople.some((kind) => error instanceof kind)) return exitCodes.needsPerson;
  if (error instanceof SecondWriter) return exitCodes.secondProcess;
  return error instanceof PortTaken ? exitCodes.portTaken : exitCodes.failure;
};

/** Where the log goes may be on a full disk: lines are lost then, and the process goes on. */
const output = pino.destination(1);
output.on('error', () => undefined);

const run = async (): Promise<void> => {
  const config = readPlatformConfig(process.env);
  const log = pino({ level: config.logLevel, redact: redaction, base: { app: 'platform' } }, output);
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
  const failure = diskFailureOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const sentence =
    failure === null ? said : `${diskFailureSentence(failure, process.env['DATA_DIR'] ?? '.guildhall')} (${said})`;
  if (exitCodeOf(error) === exitCodes.failure) console.error(error);
  console.error(sentence);
  process.exit(exitCodeOf(error));
});
