import { pino } from 'pino';
import { BackendFailure, type AgentBackend } from '../../backend-port/backend.js';
import { ContainerGateway } from './container-gateway.js';

const engine = { name: 'docker', gateway: () => Promise.resolve('172.30.0.1') } as unknown as AgentBackend;
const silent = pino({ level: 'silent' });
const refusal = (code: string): Error => Object.assign(new Error(`listen ${code}: 172.30.0.1:8080`), { code });

describe('the listener for agents in containers', () => {
  let asked: string[];
  const gateway = (host: string, answers: (Error | number)[]): ContainerGateway => {
    const open = (at: string, port: number) => {
      asked.push(`${at}:${port}`);
      const answer = answers.shift() ?? port;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ port: answer, close: () => Promise.resolve() });
    };
    return new ContainerGateway({ host }, { port: 8080 }, { open }, silent);
  };
  beforeEach(() => void (asked = []));

  it('opens once, at the gateway of their network', async () => {
    const one = gateway('127.0.0.1', []);
    await Promise.all([one.prepare(engine), one.prepare(engine)]);
    await one.prepare(engine);
    expect([one.url, asked]).toEqual(['http://172.30.0.1:8080', ['172.30.0.1:8080']]);
  });

  it('is not needed where the platform listens everywhere', async () => {
    const one = gateway('0.0.0.0', []);
    await one.prepare(engine);
    expect([one.url, asked]).toEqual(['http://172.30.0.1:8080', []]);
  });

  it('takes another port when somebody has this one there', async () => {
    const one = gateway('127.0.0.1', [refusal('EADDRINUSE'), 40_123]);
    await one.prepare(engine);
    expect([one.url, asked]).toEqual(['http://172.30.0.1:40123', ['172.30.0.1:8080', '172.30.0.1:0']]);
  });

  it('says what to do when the engine is on another machine, and can be tried again', async () => {
    const one = gateway('127.0.0.1', [refusal('EADDRNOTAVAIL')]);
    const failure = await one.prepare(engine).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendFailure);
    expect(failure).toMatchObject({ code: 'START_FAILED', passing: false });
    expect((failure as Error).message).toContain('GUILDHALL_BACKEND=process');
    await one.prepare(engine);
    expect(one.url).toBe('http://172.30.0.1:8080');
  });
});
