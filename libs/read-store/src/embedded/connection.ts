import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Prepared statements in the cache; beyond that the least used is dropped. */
const maxStatements = 500;

/** An open database with its prepared statements. */
export class Connection {
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  /** The statement for this text, prepared once. */
  statement(sql: string): StatementSync {
    const kept = this.statements.get(sql);
    if (kept !== undefined) {
      this.statements.delete(sql);
      this.statements.set(sql, kept);
      return kept;
    }
    const prepared = this.database.prepare(sql);
    this.statements.set(sql, prepared);
    const [oldest] = this.statements.keys();
    if (this.statements.size > maxStatements && oldest !== undefined) this.statements.delete(oldest);
    return prepared;
  }

  execute(sql: string): void {
    this.database.exec(sql);
  }

  /** Runs `work` in a write transaction: all of its changes are kept, or none. */
  write<Result>(work: () => Result): Result {
    return this.transaction('BEGIN IMMEDIATE', work);
  }

  /** Runs `work` in a read transaction: all of its statements see one state of the database. */
  read<Result>(work: () => Result): Result {
    return this.transaction('BEGIN', work);
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  private transaction<Result>(begin: string, work: () => Result): Result {
    this.statement(begin).run();
    try {
      const result = work();
      this.statement('COMMIT').run();
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }
}
