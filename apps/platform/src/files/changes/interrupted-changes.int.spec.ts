import { FolderFiles, type AgentFiles } from '@guildhall/agent-files';
import { GuildhallError, type FileFact, type RecordedEvent } from '@guildhall/contracts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { ThisPlatform } from '../../stores/this-platform.js';
import type { AgentFilesService } from '../agent-files.service.js';
import type { FileChanges } from './file-changes.js';
import { InterruptedChanges } from './interrupted-changes.reactor.js';
import { OpenFileChanges } from './open-file-changes.js';
import { digestOf } from '../recorded-files.js';

const workspaceId = 'coder';
const file = (path: string, content: string) => ({
  path,
  digest: digestOf(Buffer.from(content)),
  size: content.length,
});
type Begun = Extract<FileFact, { type: 'FileChangeBegun' }>['data'];

describe('changes of files that a crash interrupted', () => {
  let folder: string;
  let settled: { type: string; changeId: string; cause?: { code: string } }[];
  let inFlight: string[];
  let open: OpenFileChanges;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-interrupted-'));
    mkdirSync(join(folder, 'configs'));
    settled = [];
    inFlight = [];
    open = new OpenFileChanges();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const here = (path: string, content: string): void => writeFileSync(join(folder, 'configs', path), content);
  const begun = (
    changeId: string,
    rest: Pick<Begun, 'change' | 'path' | 'files'>,
    recordedAt = '2026-11-23T10:00:00Z',
  ) =>
    open.apply({
      type: 'FileChangeBegun',
      data: { workspaceId, changeId, root: 'configs', ...rest },
      metadata: { org: 'default', $correlationId: changeId, recordedAt },
    } as unknown as RecordedEvent);

  /** The next platform, which has just started; `files` throws when the workspace has none any more. */
  const nextPlatform = async ({
    alone = true,
    files = () => new FolderFiles({ configs: { path: join(folder, 'configs'), readOnly: false } }),
  }: {
    alone?: boolean;
    files?: () => AgentFiles;
  } = {}): Promise<void> => {
    const agents = { engineOf: () => ({ files }) } as unknown as AgentFilesService;
    const changes = {
      isInFlight: (id: string) => inFlight.includes(id),
      settle: async (command: { type: string; changeId: string }) => void settled.push(command),
    } as unknown as FileChanges;
    const reactor = new InterruptedChanges(
      open,
      agents,
      changes,
      new ThisPlatform('p', alone),
      pino({ level: 'silent' }),
    );
    await reactor.start();
    reactor.stop();
  };
  const outcomes = (): [string, string][] => settled.map(({ changeId, type }) => [changeId, type]);

  it('are done when the files are as they were wanted', async () => {
    here('a.txt', 'new');
    begun('write', { change: 'write', path: 'a.txt', files: [file('a.txt', 'new')] });
    begun('delete', { change: 'delete', path: 'gone.txt', files: [] });
    begun('replace', { change: 'replace', path: null, files: [file('a.txt', 'new')] });
    await nextPlatform();
    expect(outcomes()).toEqual([
      ['write', 'done'],
      ['delete', 'done'],
      ['replace', 'done'],
    ]);
  });

  it('have failed when they are not', async () => {
    here('a.txt', 'old');
    here('b.txt', 'still here');
    begun('write', { change: 'write', path: 'a.txt', files: [file('a.txt', 'new')] });
    begun('never', { change: 'write', path: 'c.txt', files: [file('c.txt', 'new')] });
    begun('delete', { change: 'delete', path: 'b.txt', files: [] });
    begun('replace', { change: 'replace', path: null, files: [file('a.txt', 'old')] });
    await nextPlatform();
    expect(outcomes().map(([, type]) => type)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(settled.map(({ cause }) => cause?.code)).toEqual(Array.from({ length: 4 }, () => 'CHANGE_INTERRUPTED'));
  });

  it('are left alone while somebody works on them', async () => {
    begun('mine', { change: 'write', path: 'a.txt', files: [file('a.txt', 'new')] });
    inFlight = ['mine'];
    await nextPlatform();
    begun('of another platform', { change: 'delete', path: 'x', files: [] }, new Date().toISOString());
    await nextPlatform({ alone: false });
    expect(outcomes()).toEqual([]);
  });

  it('wait for an engine that does not answer', async () => {
    begun('write', { change: 'write', path: 'a.txt', files: [file('a.txt', 'new')] });
    const away = {
      read: () => Promise.reject(new GuildhallError('ENGINE_UNREACHABLE', { reason: 'no socket' })),
    } as unknown as AgentFiles;
    await nextPlatform({ files: () => away });
    expect(outcomes()).toEqual([]);
    here('a.txt', 'new');
    await nextPlatform();
    expect(outcomes()).toEqual([['write', 'done']]);
  });
});
