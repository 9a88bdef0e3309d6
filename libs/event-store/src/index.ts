export * from './port.js';
export * from './disk-failure.js';
export * from './errors.js';
export {
  openEmbeddedEventStore,
  type EmbeddedEventStore,
  type EmbeddedEventStoreOptions,
} from './embedded/embedded-event-store.js';
export { canonicalJson } from './embedded/canonical-json.js';
export { eventLimit } from './embedded/writing/log-writer.js';
export { ChainAuditor, type ChainAuditorOptions } from './audit/chain-auditor.js';
export { ChainRecordDamaged, ChainRecordTaken, type ChainCheckpoint, type ChainRecord } from './audit/chain-record.js';
export { FileChainRecord } from './audit/file-chain-record.js';
export { type ChainedEvent, type ChainValue } from './audit/log-chain.js';
export { StreamChainRecord } from './audit/stream-chain-record.js';
export { chainStream } from './log-streams.js';
export { verifyAudit, type AuditVerification, type BadRange } from './audit/verify-audit.js';
export { isCurrent } from './upcasting/schema-version.js';
export { upcasting } from './upcasting/upcasting-store.js';
export { type Upcast } from './upcasting/upcast-event.js';
export * from './move/errors.js';
export { exportLog, type ExportOptions } from './move/export-log.js';
export { importLog, type Imported, type ImportOptions } from './move/import-log.js';
export { storeSource, type LogSource } from './move/log-source.js';
export { openLogFile, type LogFile } from './move/read-log-file.js';
