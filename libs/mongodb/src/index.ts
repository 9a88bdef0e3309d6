export * from './errors.js';
export { durable, MongoConnection, type MongoOptions } from './connection.js';
export { databaseForTests, mongoForTests, type ServerForTests } from './server-for-tests.js';
