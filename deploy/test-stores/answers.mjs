import { connect } from 'node:net';

/** Health check of a server for tests: exit code 0 when the port takes connections. */
const [port = ''] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1', () => process.exit(0));
socket.on('error', () => process.exit(1));
