import { permissionsOf, type GraphWorkspace } from '@guildhall/contracts';
import type { Principal } from '../../commands/command-meta.js';
import type { PlatformConfig } from '../../config/platform.config.js';
import { PlatformAddress } from '../../http/server/platform-address.js';
import type { OrgGraphs } from '../../graph/org-graphs.js';
import { AgentUrls } from './agent-urls.js';

const agent = (workspaceId: string | null): Principal => ({
  kind: workspaceId === null ? 'operator' : 'workspace',
  id: 'it',
  credentialId: 'c',
  org: 'default',
  permissions: permissionsOf.workspace,
  workspaceId,
  incarnation: null,
});

const runtimes: Record<string, string> = { outside: 'external', ours: 'command' };
const graphs = {
  workspace: (_org: string, id: string) => ({ runtime: runtimes[id] }) as GraphWorkspace,
} as unknown as OrgGraphs;

describe('the address at which an agent is called', () => {
  const gateway = '172.18.0.1:8080';
  it.each<[who: string, host: string | undefined, publicUrl: string | undefined, base: string]>([
    ['ours', gateway, undefined, 'http://172.18.0.1:8080'],
    ['ours', gateway, 'https://guild.example', 'http://172.18.0.1:8080'],
    ['ours', 'guild.example', 'https://guild.example', 'https://guild.example'],
    ['outside', '10.0.0.5:8080', undefined, 'http://10.0.0.5:8080'],
    ['outside', '127.0.0.1:8080', 'https://guild.example', 'https://guild.example'],
    ['outside', undefined, undefined, 'http://127.0.0.1:8080'],
    ['outside', 'no host', undefined, 'http://127.0.0.1:8080'],
    ['outside', 'elsewhere/path?', undefined, 'http://elsewhere'],
  ])('is for %s, who came to %s, with the public address %s: %s', (who, host, publicUrl, base) => {
    const address = new PlatformAddress();
    address.set(publicUrl ?? 'http://127.0.0.1:8080', 8080);
    const doors = new AgentUrls(address, graphs, { publicUrl } as PlatformConfig);
    expect(doors.for(agent(who), host)('coder')).toBe(`${base}/workspaces/coder/a2a`);
  });
});
