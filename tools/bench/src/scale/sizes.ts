import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const megabyte = 2 ** 20;

/** All files below a folder, in MB. */
export const folderMb = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / megabyte;

/** Longest text of the saved states of projections, in MB, by projection. */
export const savedStatesMb = (viewsFile: string): Map<string, number> => {
  const db = new DatabaseSync(viewsFile, { readOnly: true });
  try {
    const rows = db.prepare('SELECT projection, length(value) AS bytes FROM states').all();
    return new Map(rows.map((row) => [String(row['projection']), Number(row['bytes']) / megabyte]));
  } finally {
    db.close();
  }
};

/** Table and index sizes of the read model, in MB, largest first. */
export const tablesMb = (viewsFile: string): [string, number][] => {
  const db = new DatabaseSync(viewsFile, { readOnly: true });
  try {
    const rows = db.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC').all();
    return rows.map((row) => [String(row['name']), Number(row['bytes']) / megabyte]);
  } finally {
    db.close();
  }
};
