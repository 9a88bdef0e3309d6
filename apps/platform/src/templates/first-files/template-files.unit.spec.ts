import { GuildhallError, type RecordedEvent } from '@guildhall/contracts';
import type { AgentFilesService } from '../../files/agent-files.service.js';
import type { OrgGraphs } from '../../graph/org-graphs.js';
import { readConfiguration } from '../../configuration/read-configuration.js';
import type { Intent } from '../../provisioning/intents.js';
import { FirstStarts } from './first-starts.js';
import { TemplateFiles } from './template-files.js';
import type { WorkspaceTemplates } from '../workspace-templates.js';

const template = {
  'config.yaml': 'name: Writer # any\nruntime_config: { model: m0 }\nskills: [a]\n',
  'agent.mjs': 'x',
};
const notes: Intent = {
  ...({ workspaceId: 'w', org: 'o', incarnation: 1, access: 'none', workspaceDir: null } as Intent),
  ...{ name: 'Notes', tier: 2, runtime: 'command', command: 'cat', model: 'm1' },
  ...{ backend: 'process', template: null, madeFrom: 'writer' },
};

describe('the first files of an agent', () => {
  let folder: Map<string, string>;
  let starts: FirstStarts;
  let known: Map<string, Record<string, string>>;

  const target = {
    list: () => Promise.resolve({ entries: [...folder.keys()], truncated: false }),
    read: (_root: string, path: string) =>
      folder.has(path)
        ? Promise.resolve(Buffer.from(folder.get(path) ?? ''))
        : Promise.reject(new GuildhallError('FILE_NOT_FOUND', { root: 'configs', path })),
    write: (_root: string, path: string, content: Buffer) => Promise.resolve(folder.set(path, content.toString())),
    replace: (_root: string, files: ReadonlyMap<string, Buffer>) => {
      folder = new Map([...files].map(([path, content]) => [path, content.toString()]));
      return Promise.resolve();
    },
  };
  const lay = (change: Partial<Intent> = {}): Promise<void> => {
    const files = (id: string) => {
      const found = known.get(id);
      if (found === undefined) return Promise.reject(new GuildhallError('TEMPLATE_NOT_FOUND', { template: id }));
      return Promise.resolve(new Map(Object.entries(found).map(([path, text]) => [path, Buffer.from(text)])));
    };
    const parts = [{ files }, { forSystem: () => target }, starts, { find: () => ({ role: 'Takes notes' }) }];
    const made = new TemplateFiles(
      ...(parts as unknown as [WorkspaceTemplates, AgentFilesService, FirstStarts, OrgGraphs]),
    );
    return made.write({ ...notes, ...change });
  };
  const happens = (type: string): void => starts.apply({ type, data: { workspaceId: 'w' } } as RecordedEvent);
  const config = () => readConfiguration(folder.get('config.yaml') ?? '').data;

  beforeEach(() => {
    folder = new Map();
    starts = new FirstStarts();
    known = new Map([['writer', template]]);
  });

  it('are those of its template, and say what the workspace is', async () => {
    await lay();
    expect([...folder.keys()].sort()).toEqual(['agent.mjs', 'config.yaml']);
    const own = { name: 'Notes', role: 'Takes notes', tier: 2, runtime: 'command', model: 'm1' };
    expect(config()).toEqual({ ...own, runtime_config: { model: 'm1' }, skills: ['a'] });
    expect(folder.get('config.yaml')).toContain('name: Notes # any');
  });

  it('are laid to their end after a start that failed, over nothing that somebody wrote', async () => {
    folder.set('agent.mjs', 'mine');
    happens('ProvisioningFailed');
    await lay();
    expect([folder.get('agent.mjs'), config()?.['name']]).toEqual(['mine', 'Notes']);
  });

  it('do not come back once the agent started, whether or not the template is still there', async () => {
    await lay();
    happens('ProcessStarted');
    folder.delete('agent.mjs');
    await lay();
    known.clear();
    await lay();
    expect([...folder.keys()]).toEqual(['config.yaml']);
  });

  it('are laid again for a restart that asks, for another engine, and after a purge', async () => {
    happens('ProcessStarted');
    folder.set('agent.mjs', 'mine');
    await lay({ template: '' });
    expect(folder.get('agent.mjs')).toBe('x');
    folder = new Map();
    await lay({ backend: 'docker' });
    expect(folder.size).toBe(2);
    folder = new Map();
    happens('WorkspacePurged');
    await lay();
    expect(folder.size).toBe(2);
  });

  it('need their template until the first start', async () => {
    known.clear();
    await expect(lay()).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND', passing: false });
  });

  it('have a configuration in any case where the image brings the program', async () => {
    happens('ContainerStarted');
    await lay({ runtime: 'langgraph', command: null, backend: 'docker' });
    expect([...folder.keys()]).toEqual(['config.yaml']);
    expect(config()).toMatchObject({ name: 'Notes', runtime: 'langgraph', model: 'm1' });
  });

  it('are remembered as laid in a snapshot', () => {
    happens('ContainerStarted');
    const again = new FirstStarts();
    again.fromJson(starts.toJson());
    expect([again.has('w', 'docker'), again.has('w', 'process'), again.has('w', null)]).toEqual([true, false, false]);
  });
});
