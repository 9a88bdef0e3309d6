import { randomUUID } from 'node:crypto';

/** The MongoDB for specs: its `url`, or the reason why there is none, which was printed. */
export type ServerForTests = { url: string } | { reason: string };

const howTo =
  'GUILDHALL_TEST_MONGODB is not set; `node tools/servers/mongo.mjs --data <folder>` starts a server and prints its port';

/** The server that `GUILDHALL_TEST_MONGODB` names: any server, or one that the test runner started. */
export const mongoForTests = (): ServerForTests => {
  const url = process.env['GUILDHALL_TEST_MONGODB'];
  if (url) return { url };
  process.stderr.write(`skipped specs that need a MongoDB: ${howTo}\n`);
  return { reason: howTo };
};

/** A name that no other run uses, because the server may be shared. */
export const databaseForTests = (): string => `guildhall_test_${randomUUID().replaceAll('-', '')}`;
