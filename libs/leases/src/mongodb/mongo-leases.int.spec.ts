import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { leasesContract } from '../contract/leases.suite.js';
import { openMongoLeases } from './mongo-leases.js';

const server = mongoForTests();

('url' in server ? describe : describe.skip)('leases in MongoDB', () => {
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
  afterAll(async () => {
    const connection = await MongoConnection.open(options);
    await connection.db.dropDatabase();
    await connection.close();
  });

  leasesContract('MongoDB', () => openMongoLeases(options));
});
