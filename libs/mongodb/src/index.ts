export * from './errors/index.js';
export { isDuplicate, isDuplicateKey } from './classify.js';
export { durable, MongoConnection, type MongoOptions } from './connection.js';
export { databaseForTests, mongoForTests, type ServerForTests } from './server-for-tests.js';
