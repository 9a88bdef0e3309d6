import { startOf } from '../../backend-port/agent-place.suite.js';
import { WorkspaceFolders } from '../launch/workspace-folder.js';
import { agentEnvironment, terminalEnvironment } from './agent-environment.js';
import { AgentFolders } from './agent-folders.js';

const folders = new AgentFolders('/agents', new WorkspaceFolders({ allowed: [], templates: [], dataDir: '/data' }));
const url = 'http://127.0.0.1:1';

describe('the environment of an agent as a process', () => {
  it('holds what is listed and nothing of the platform', () => {
    process.env['KEY_OF_THE_SERVER'] = 'secret';
    const environment = agentEnvironment(startOf(3, { command: 'cat' }), folders, url);
    delete process.env['KEY_OF_THE_SERVER'];
    expect(Object.keys(environment).sort()).toEqual(
      [
        ...['PATH', 'LANG', 'TMPDIR', 'HOME', 'WORKSPACE_ID', 'WORKSPACE_CONFIG_PATH', 'PLUGINS_DIR'],
        ...['PLATFORM_URL', 'MOLECULE_URL', 'TIER'],
        ...['GUILDHALL_WORKSPACE_TOKEN', 'GUILDHALL_INCARNATION', 'GUILDHALL_COMMAND'],
      ].sort(),
    );
  });

  it('has what the operator gives by name, which cannot replace what is ours', () => {
    const variables = new Map([
      ['MODEL_KEY', 'given'],
      ['HOME', '/root'],
    ]);
    const start = startOf(1, { variables });
    expect(agentEnvironment(start, folders, url)).toMatchObject({
      MODEL_KEY: 'given',
      GUILDHALL_AGENT_ENV: 'MODEL_KEY,HOME',
      HOME: folders.at(start.workspaceId, 'home'),
    });
    expect(terminalEnvironment(start, folders, url)).not.toHaveProperty('MODEL_KEY');
  });
});
