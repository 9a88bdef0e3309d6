import { jest } from '@jest/globals';
import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { filterOracle } from '../contract/filter-oracle.suite.js';
import { openMongoReadStore } from './mongo-read-store.js';

const isDrill = process.env['FULL_DRILL'] === '1';
jest.setTimeout(isDrill ? 1_200_000 : 120_000);
const server = mongoForTests();

('url' in server ? describe : describe.skip)('many random queries of a read store in MongoDB', () => {
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
  afterAll(async () => {
    const connection = await MongoConnection.open(options);
    await connection.db.dropDatabase();
    await connection.close();
  });

  filterOracle('the MongoDB read store', () => openMongoReadStore(options), isDrill ? 2_000 : 250);
});
