import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const tools = fileURLToPath(new URL('..', import.meta.url));
const patienceMs = 8_000;

/** A process that a test killed too early to be known by its file ends with the folder. */
const endsWithFolder = `setInterval(() => existsSync(process.env.DATA_DIR) || process.exit(0), 1_000);`;

const platform = `
import { createServer } from 'node:http';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
const [code, ...sentence] = (process.env.FAKE_PLATFORM ?? '').split(' ');
if (code) { console.error(sentence.join(' ')); process.exit(Number(code)); }
const { DATA_DIR, PORT, HOST } = process.env;
console.log(JSON.stringify({ level: 30, msg: 'an ordinary line' }));
console.log(JSON.stringify({ level: 40, msg: 'something odd', err: { message: 'the cause' } }));
writeFileSync(DATA_DIR + '/platform.' + process.pid, '');
const server = createServer((request, response) => response.end('{}')).listen(Number(PORT), HOST, () => {
  const url = 'http://' + HOST + ':' + server.address().port;
  mkdirSync(DATA_DIR + '/log', { recursive: true });
  writeFileSync(DATA_DIR + '/run/local.json', JSON.stringify({ url, pid: process.pid }));
  writeFileSync(DATA_DIR + '/run/login-link', url + '/login?token=t');
});
process.once('SIGTERM', () => process.exit(0));
${endsWithFolder}
`;

const projector = `
import { existsSync, writeFileSync } from 'node:fs';
if (process.env.FAKE_PROJECTOR === 'dies') { console.error('it cannot live'); process.exit(3); }
writeFileSync(process.env.DATA_DIR + '/projector.' + process.pid, '');
${endsWithFolder}
process.once('SIGTERM', () => process.exit(0));
`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

/** The real supervisor over a platform and a projector that only do what a supervisor can see. */
export class FakeCheckout {
  readonly root = mkdtempSync(join(tmpdir(), 'guildhall-supervisor-'));
  readonly dataDir = join(this.root, 'data');
  private readonly runs: Run[] = [];

  constructor() {
    for (const folder of ['start', 'supervisor'])
      cpSync(join(tools, folder), join(this.root, 'tools', folder), { recursive: true });
    cpSync(join(tools, 'node-flags.json'), join(this.root, 'tools', 'node-flags.json'));
    this.write('package.json', '{ "type": "module" }');
    this.write('dist/apps/platform/main.js', platform);
    this.write('dist/apps/projector/main.js', projector);
    this.write(
      'start.mjs',
      `import { exitWith } from './tools/start/say.mjs';
       import { refuseSecondStart } from './tools/start/processes/second-start.mjs';
       import { stopOrphans } from './tools/start/processes/orphans.mjs';
       import { supervise } from './tools/supervisor/supervise.mjs';
       const options = ${JSON.stringify({ demo: false, server: false, port: 0, host: '127.0.0.1', dataDir: this.dataDir })};
       await exitWith(async () => { refuseSecondStart(options.dataDir); await stopOrphans(options.dataDir); return supervise(options); });`,
    );
  }

  start(env: Record<string, string> = {}): Run {
    const run = new Run(this, env);
    this.runs.push(run);
    return run;
  }

  get url(): string {
    return JSON.parse(readFileSync(join(this.dataDir, 'run', 'local.json'), 'utf8')).url;
  }

  /** Ids of the fake processes that are alive. */
  living(part = ''): number[] {
    const names = readdirSync(this.dataDir).filter((name) => /^(platform|projector)\.\d+$/.test(name));
    return names
      .filter((name) => name.startsWith(part))
      .map((name) => Number(name.split('.')[1]))
      .filter(isAlive);
  }

  kill(part: string): void {
    for (const pid of this.living(part)) process.kill(pid, 'SIGKILL');
  }

  log(part: string): string {
    return readFileSync(join(this.dataDir, 'logs', `${part}.log`), 'utf8');
  }

  async remove(): Promise<void> {
    for (const run of this.runs) {
      run.signal('SIGKILL');
      await run.ended;
    }
    this.kill('');
    rmSync(this.root, { recursive: true, force: true });
  }

  private write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}

/** One start of the supervisor. */
export class Run {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(
    readonly checkout: FakeCheckout,
    env: Record<string, string>,
  ) {
    const child = spawn(process.execPath, [join(checkout.root, 'start.mjs')], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    this.child = child;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves when the output holds the sentence. */
  async says(sentence: string): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!this.output.includes(sentence)) {
      if (performance.now() > deadline) throw new Error(`"${sentence}" was not said:\n${this.output}`);
      await delay(10);
    }
  }
}
