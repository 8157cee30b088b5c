// Three ports that nobody listens on: for Postern, the sample app and the start page.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { DemoError } from './demo-error.ts';

export interface Ports {
  readonly postern: number;
  readonly sampleApp: number;
  readonly desk: number;
}

/** `first` and the two after it, or any three where it is 0. */
export async function choosePorts(first: number): Promise<Ports> {
  if (first === 0) {
    const [postern = 0, sampleApp = 0, desk = 0] = await findFreePorts(3);
    return { postern, sampleApp, desk };
  }
  const ports = { postern: first, sampleApp: first + 1, desk: first + 2 };
  for (const port of Object.values(ports)) {
    await requireFree(port);
  }
  return ports;
}

async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** On both loopback addresses: a browser that is told "localhost" takes the one that answers. */
async function requireFree(port: number): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer().listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' || code === 'EACCES') {
        const why = code === 'EACCES' ? 'may not be used by you' : 'is taken by another program';
        throw new DemoError(
          `port ${port} ${why}. Stop that program, or choose other ports: npm run demo -- --port 4000`,
        );
      }
      continue; // A machine without IPv6.
    }
    await once(server.close(), 'close');
  }
}
