/* Run by mongosh: makes the replica set and the user of Guildhall. It may run any number of times. */
const { readFileSync } = require('node:fs');

const secret = (name) => readFileSync(`/run/secrets/${name}`, 'utf8').trim();
const until = Date.now() + 120_000;

/** Asks again until the server is there: it starts twice on an empty volume. */
const connected = () => {
  const url = `mongodb://root:${encodeURIComponent(secret('mongo_root_password'))}@mongo:27017/admin?directConnection=true`;
  for (;;) {
    try {
      return connect(url);
    } catch (error) {
      if (Date.now() > until) throw error;
      sleep(1_000);
    }
  }
};

const notYetInitialized = 94;

const ensureSet = (admin) => {
  try {
    admin.adminCommand({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.code !== notYetInitialized) throw error;
    admin.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] } });
    print('The replica set rs0 was made.');
  }
};

const untilWritable = (admin) => {
  while (!admin.hello().isWritablePrimary) {
    if (Date.now() > until) throw new Error('mongo:27017 does not become the primary of rs0: look at its log.');
    sleep(200);
  }
};

const ensureUser = (admin) => {
  const database = admin.getSiblingDB('guildhall');
  const user = { pwd: secret('mongo_password'), roles: [{ role: 'readWrite', db: 'guildhall' }] };
  if (database.getUser('guildhall') === null) database.createUser({ user: 'guildhall', ...user });
  else database.updateUser('guildhall', user);
  print('The user guildhall is there.');
};

const admin = connected();
ensureSet(admin);
untilWritable(admin);
ensureUser(admin);
