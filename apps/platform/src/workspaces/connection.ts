import type { ConnectionView } from '@guildhall/contracts';

const curlOf = (id: string, token: string, url: string): string =>
  [
    `curl -X POST ${url}/registry/register \\`,
    `  -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' \\`,
    `  -d '{"id":"${id}","url":"http://127.0.0.1:9000/","agent_card":{"name":"My agent"}}'`,
  ].join('\n');

const pythonOf = (id: string, token: string, url: string): string =>
  [
    'import json, time, urllib.request',
    '',
    `PLATFORM, WORKSPACE, TOKEN = "${url}", "${id}", "${token}"`,
    '',
    'def post(path, body):',
    '    request = urllib.request.Request(PLATFORM + path, json.dumps(body).encode(), {',
    '        "Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})',
    '    return json.load(urllib.request.urlopen(request))',
    '',
    '# "url" is where your agent answers A2A message/send',
    'post("/registry/register", {"id": WORKSPACE, "url": "http://127.0.0.1:9000/", "agent_card": {"name": "My agent"}})',
    'while True:',
    '    post("/registry/heartbeat", {"workspace_id": WORKSPACE})',
    '    time.sleep(30)',
  ].join('\n');

export const connectionOf = (id: string, token: string, url: string): ConnectionView => ({
  workspace_id: id,
  platform_url: url,
  auth_token: token,
  registry_endpoint: `${url}/registry/register`,
  heartbeat_endpoint: `${url}/registry/heartbeat`,
  command_line: `npm run agent -- --platform ${url} --workspace ${id} --token ${token} --command cat`,
  curl_register_template: curlOf(id, token, url),
  python_snippet: pythonOf(id, token, url),
});
