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

  it.each([
    ['ADMIN_TOKEN', 'sixteen characters of words'],
    ['ADMIN_TOKEN', 'first-line-is-long\nsecond-line'],
    ['ADMIN_TOKEN', 'schlüssel-mit-umlaut-ü'],
    ['GUILDHALL_PUBLIC_URL', 'http://a:99999'],
    ['GUILDHALL_PUBLIC_URL', 'https://guild.test/path'],
    ['GUILDHALL_PUBLIC_URL', 'ftp://guild.test'],
    ['CORS_ORIGINS', 'guild.test'],
    ['CORS_ORIGINS', 'https://guild.test,*'],
    ['GUILDHALL_TEMPLATES_DIR', '/there/is/no/such/folder'],
  ])('refuses what could not work: %s=%j', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}: `)]);
  });

  it('takes what a file adds around a token, and origins in any letter case', () => {
    const given = { ADMIN_TOKEN: ' sixteen-characters\r\n', CORS_ORIGINS: 'https://Pages.test:443, http://[::1]:3000' };
    expect(readPlatformConfig(given)).toMatchObject({ adminToken: 'sixteen-characters' });
  });

  it('knows the image of every runtime that has one', () => {
    const read = (text: string) => readPlatformConfig({ GUILDHALL_RUNTIME_IMAGES: text }).imagesByRuntime();
    expect(read('').size).toBe(0);
    expect([...read('langgraph=registry.example:5000/langgraph:1.2,claude-code=claude@sha256:0a')]).toEqual([
      ['langgraph', 'registry.example:5000/langgraph:1.2'],
      ['claude-code', 'claude@sha256:0a'],
    ]);
    for (const text of ['langgraph', 'command=mine', 'external=mine', 'a=b,', 'a=b c', 'A=b', 'a=b,,c=d'])
      expect(problemsOf({ GUILDHALL_RUNTIME_IMAGES: text })).toHaveLength(1);
  });
});
