import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { isReplayedFailure } from '../build/nx-cache.mjs';
import { readOptions } from './options.mjs';
import { portHolder, refuseTakenPort } from './processes/port.mjs';
import { Unusable, usualCause } from './say.mjs';

describe('options of npm start', () => {
  it('has defaults that need nothing', () => {
    expect(readOptions([], {}, '/here')).toMatchObject({ demo: false, port: 8080, host: '127.0.0.1' });
  });

  it('lets arguments win over the environment', () => {
    const env = { PORT: '9000', DATA_DIR: '/elsewhere', HOST: '::' };
    expect(readOptions(['--port', '9001', '--data', 'mine', '--demo'], env, '/here')).toEqual({
      demo: true,
      server: false,
      logRestored: false,
      port: 9001,
      host: '::',
      dataDir: '/here/mine',
    });
  });

  it.each(['--prot 1', '--port x', '--port 65536', 'extra'])('refuses %s', (line) => {
    expect(() => readOptions(line.split(' '), {}, '/here')).toThrow(Unusable);
  });
});

describe('a port that is taken', () => {
  it('names the process that holds it and another port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      expect(portHolder(port)).toContain(`process ${process.pid} (`);
      await expect(refuseTakenPort(port, '127.0.0.1')).rejects.toThrow(
        new RegExp(`Port ${port} is taken by process ${process.pid} .*PORT=\\d+ npm start`),
      );
    } finally {
      server.close();
    }
  });

  it('lets a free one pass', async () => {
    await expect(refuseTakenPort(0, '127.0.0.1')).resolves.toBeUndefined();
  });
});

describe('the cause of a failed installation', () => {
  it.each([
    ['npm error code ENOTFOUND', 'registry cannot be reached'],
    ['npm error nospc ENOSPC: no space left on device', 'no space left'],
    ['npm error code EACCES', 'may not be written'],
  ])('is found in "%s"', (output, sentence) => {
    expect(usualCause(output)).toContain(sentence);
  });

  it('is not guessed', () => {
    expect(usualCause('npm error code ELSE')).toBeNull();
  });
});

describe('a failure that Nx reports', () => {
  const told = (cache: string) =>
    `Failed tasks:\n\n- projector:build\n- platform:build\n\n  Run duration:      4.9s\n  Cache:             ${cache}\n`;

  it.each([
    ['11/11 hit (100%)', true],
    ['10/11 hit (91%)', true],
    ['9/11 hit (82%)', false],
    ['0/11 hit (0%)', false],
  ])('with %s comes from its cache: %s', (cache, replayed) => {
    expect(isReplayedFailure(told(cache))).toBe(replayed);
  });
});
