import { fileURLToPath } from 'node:url';

export const commandVariable = 'GUILDHALL_TEST_EVENTSTORE_COMMAND';

/** How a node for the event log is started on a port and a folder. */
export interface NodeCommand {
  /** Name of the node in the output and in errors. */
  name: string;
  program: string;
  args: readonly string[];
  /** The command line, for people. */
  text: string;
  /** What to do when no node answers. */
  advice: string;
  /** Folder of its data. */
  data: string;
  /** Whether it may start processes of its own, which every signal has to reach. */
  isGroup: boolean;
}

const serverForTests = fileURLToPath(new URL('../../../../tools/servers/event-store.mjs', import.meta.url));

/** The node of `GUILDHALL_TEST_EVENTSTORE_COMMAND`, else the server for tests. Throws if the command lacks a placeholder. */
export const nodeCommand = (data: string, port: number): NodeCommand => {
  const given = process.env[commandVariable];
  return given === undefined ? testServer(data, port) : shellCommand(given, data, port);
};

const testServer = (data: string, port: number): NodeCommand => {
  const args = [serverForTests, '--data', data, '--port', String(port)];
  return {
    name: 'the server for tests, not EventStoreDB',
    program: process.execPath,
    args,
    text: ['node', ...args].join(' '),
    advice: 'It needs a build: npm run build',
    data,
    isGroup: false,
  };
};

const shellCommand = (given: string, data: string, port: number): NodeCommand => {
  for (const placeholder of ['{port}', '{data}'])
    if (!given.includes(placeholder))
      throw new Error(
        `${commandVariable} lacks ${placeholder}: the node has to use the port and the folder that it is given. ` +
          `An example: node tools/servers/event-store.mjs --data {data} --port {port}. It is: ${given}`,
      );
  const text = given.replaceAll('{port}', String(port)).replaceAll('{data}', quoted(data));
  return {
    name: `the node of ${commandVariable}`,
    program: 'sh',
    args: ['-c', text],
    text,
    advice: `Run it by hand: it has to stay in the foreground and to answer the official client at ${addressOf(port)}`,
    data,
    isGroup: true,
  };
};

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

export const addressOf = (port: number): string => `esdb://127.0.0.1:${port}?tls=false`;
