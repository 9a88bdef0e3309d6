import { ChainRecordDamaged } from '../audit/chain-record.js';
import { StoreDamaged } from '../errors.js';
import { LogFileDamaged, LogsDiffer, NotALogFile, UnreadableLogEvent } from '../move/errors.js';
import { configuredStore, parseCommand, usage, UsageError } from './arguments.js';
import { runExport, runImport } from './move.js';
import { runVerify } from './verify.js';

const exitCodes = { success: 0, finding: 1, failure: 2 } as const;
const findings = [ChainRecordDamaged, LogFileDamaged, LogsDiffer, NotALogFile, StoreDamaged, UnreadableLogEvent];

const run = async (args: readonly string[]): Promise<number> => {
  const command = parseCommand(args, configuredStore(process.env));
  switch (command.name) {
    case 'help':
      process.stdout.write(usage);
      return exitCodes.success;
    case 'verify':
      return (await runVerify(command.store, command.record)) ? exitCodes.success : exitCodes.finding;
    case 'export':
      await runExport(command.store, command.to, stopSignal());
      return exitCodes.success;
    case 'import':
      await runImport(command.store, command.from, stopSignal());
      return exitCodes.success;
  }
};

const reported = (error: unknown): number => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`);
  return findings.some((kind) => error instanceof kind) ? exitCodes.finding : exitCodes.failure;
};

/** The first Ctrl-C ends a move in order, the second at once. The next run resumes after either. */
const stopSignal = (): AbortSignal => {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());
  return stopping.signal;
};

process.exitCode = await run(process.argv.slice(2)).catch(reported);
