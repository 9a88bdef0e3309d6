import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { ConfigurationError, readProjectorConfig } from './projector.config.js';

describe('projector configuration', () => {
  it('needs nothing', () => {
    expect(readProjectorConfig({})).toMatchObject({ store: 'embedded', dataDir: resolve('.guildhall'), port: 0 });
  });

  it('takes what the environment says', () => {
    const config = readProjectorConfig({
      DATA_DIR: '/data',
      GUILDHALL_PROJECTOR_PORT: '8081',
      GUILDHALL_LOG_LEVEL: 'warn',
    });
    expect(config).toMatchObject({ dataDir: '/data', port: 8081, logLevel: 'warn' });
  });

  it('names every setting that cannot be used', () => {
    const read = (): unknown => readProjectorConfig({ GUILDHALL_STORE: 'paper', GUILDHALL_PROJECTOR_PORT: '70000' });
    expect(read).toThrow(ConfigurationError);
    for (const name of [/GUILDHALL_STORE/, /GUILDHALL_PROJECTOR_PORT/]) expect(read).toThrow(name);
  });
});
