import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataLayout } from './data-layout.js';
import { requireLogOfItsData } from './missing-log.js';

describe('a data directory without an event log', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'guildhall-missing-'))));
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const check = (isRestored = false) => requireLogOfItsData(dataLayout(dataDir), isRestored);
  const fill = (part: string): void => {
    mkdirSync(join(dataDir, part));
    writeFileSync(join(dataDir, part, 'a'), '');
  };

  it('is a new installation when nothing else is there, also after a first start that got nowhere', () => {
    expect(check).not.toThrow();
    for (const part of ['log', 'keys', 'blobs', 'agents']) mkdirSync(join(dataDir, part));
    expect(check).not.toThrow();
  });

  it('is refused when something of an installation is there, unless that is wanted', () => {
    fill('keys');
    fill('agents');
    expect(check).toThrow(/there is no event log in .*, but keys, agents of an installation are there/);
    expect(() => check(true)).not.toThrow();
  });

  it('is none when there is a log', () => {
    fill('keys');
    fill('log');
    expect(check).not.toThrow();
  });
});
