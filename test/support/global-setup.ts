// Runs before and after all tests of one `npm test`: one MongoDB server for all of them.

import { requireMongo } from './mongo.ts';
import { type MongoServer, startMongoServer } from './mongo-server.ts';

let server: MongoServer | undefined;

/** The test files' processes inherit the environment, so they find the server as if an operator had named it. */
export async function globalSetup(): Promise<void> {
  if (process.env.POSTERN_TEST_MONGODB === undefined && requireMongo() === false) {
    server = await startMongoServer();
    process.env.POSTERN_TEST_MONGODB = server.url;
  }
}

export async function globalTeardown(): Promise<void> {
  await server?.stop();
}
