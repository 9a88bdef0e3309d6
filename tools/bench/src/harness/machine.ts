import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const probes = 300;

/** Median of a 400-byte append with fdatasync, in microseconds: what every commit pays at least. */
const fsyncMicroseconds = (): number => {
  const directory = mkdtempSync(join(tmpdir(), 'guildhall-probe-'));
  const file = openSync(join(directory, 'probe'), 'w');
  const bytes = Buffer.alloc(400);
  const taken = Array.from({ length: probes }, () => {
    const start = performance.now();
    writeSync(file, bytes);
    fdatasyncSync(file);
    return (performance.now() - start) * 1_000;
  });
  closeSync(file);
  rmSync(directory, { recursive: true });
  return Math.round(taken.sort((a, b) => a - b)[probes >> 1] ?? 0);
};

/** What the figures were taken on. */
export const machine = (): string => {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model ?? 'unknown'}, ${memory} GiB, Node ${process.version}, 400 B + fdatasync ${fsyncMicroseconds()} µs (median)`;
};
