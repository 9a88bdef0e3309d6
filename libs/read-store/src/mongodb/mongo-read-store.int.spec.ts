import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { filterOracle } from '../contract/filter-oracle.suite.js';
import { readStoreContract } from '../contract/read-store.suite.js';
import { openMongoReadStore } from './mongo-read-store.js';

const server = mongoForTests();

('url' in server ? describe : describe.skip)('a read store in MongoDB', () => {
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
  const open = () => openMongoReadStore(options);
  afterAll(async () => {
    const connection = await MongoConnection.open(options);
    await connection.db.dropDatabase();
    await connection.close();
  });

  readStoreContract('the MongoDB read store', open);
  filterOracle('the MongoDB read store', open, 15);
});
