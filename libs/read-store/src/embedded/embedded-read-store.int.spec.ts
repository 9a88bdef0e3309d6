import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filterOracle } from '../contract/filter-oracle.suite.js';
import { readStoreContract } from '../contract/read-store.suite.js';
import { openEmbeddedReadStore } from './embedded-read-store.js';

const directory = mkdtempSync(join(tmpdir(), 'guildhall-read-store-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const open = () => openEmbeddedReadStore({ file: join(directory, 'made', 'views.db') });

readStoreContract('the embedded read store', open);
filterOracle('the embedded read store', open);
