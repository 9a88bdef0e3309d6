import { ConfigurationError, readPlatformConfig } from './platform.config.js';

const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readPlatformConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

describe('the configuration of the platform', () => {
  it('has a usable default for everything', () => {
    expect(readPlatformConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      store: 'embedded',
      backend: 'auto',
    });
  });

  it('reads numbers and folders', () => {
    const config = readPlatformConfig({ PORT: '9001', DATA_DIR: '/tmp/x', GUILDHALL_AGENT_LEASE_MS: '5000' });
    expect(config).toMatchObject({ port: 9001, dataDir: '/tmp/x', agentLeaseMs: 5000 });
  });

  it('names every problem at once', () => {
    const problems = problemsOf({ PORT: 'eighty', ADMIN_TOKEN: 'short', GUILDHALL_AGENT_LEASE: '5' });
    expect(problems.join('\n')).toMatch(/PORT:.*\n(.*\n)*ADMIN_TOKEN:/);
    expect(problems).toContain('GUILDHALL_AGENT_LEASE: there is no such setting');
  });
});
