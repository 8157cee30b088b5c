// Runs before and after all tests of one `npm test`: one MongoDB server for all of them, and one store of compiled files.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireMongo } from './mongo.ts';
import { type MongoServer, startMongoServer } from './mongo-server.ts';

let server: MongoServer | undefined;
let compiled: string | undefined;

/** The test files' processes inherit the environment, so they find the server as if an operator had named it. */
export async function globalSetup(): Promise<void> {
  // Hundreds of processes load the same files: a third of all the work was to compile them each time.
  if (process.env.NODE_COMPILE_CACHE === undefined) {
    compiled = mkdtempSync(join(tmpdir(), 'postern-compiled-'));
    process.env.NODE_COMPILE_CACHE = compiled;
  }
  if (process.env.POSTERN_TEST_MONGODB === undefined && requireMongo() === false) {
    server = await startMongoServer();
    process.env.POSTERN_TEST_MONGODB = server.url;
  }
}

export async function globalTeardown(): Promise<void> {
  await server?.stop();
  if (compiled !== undefined) {
    rmSync(compiled, { recursive: true, force: true });
  }
}
