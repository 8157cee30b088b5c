// A stand-in for Postern's check of passwords: answers as told and keeps what it was asked.

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface CheckRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  /** The body as it came, and read as JSON. */
  readonly body: string;
  readonly asked: Readonly<Record<string, unknown>>;
}

export interface CheckAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until it comes. */
  readonly after?: number;
}

export interface CheckServer {
  readonly issuer: string;
  readonly requests: CheckRequest[];
  answer: (asked: Readonly<Record<string, unknown>>) => CheckAnswer;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

export async function startCheckServer(
  answer: CheckServer['answer'],
  tls?: { readonly key: string; readonly cert: string },
): Promise<CheckServer> {
  let server: Server | undefined;
  const self = { requests: [] as CheckRequest[], answer };
  const listen = async (port: number): Promise<number> => {
    const made = tls === undefined ? createServer() : createTlsServer(tls);
    made.on('request', async (request, response) => {
      const body = await text(request);
      const { authorization, 'content-type': contentType } = request.headers;
      const asked = JSON.parse(body) as Readonly<Record<string, unknown>>;
      self.requests.push({
        method: request.method,
        path: request.url,
        authorization,
        contentType,
        body,
        asked,
      });
      send(response, self.answer(asked));
    });
    server = made.listen(port, '127.0.0.1');
    await once(made, 'listening');
    return (made.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return Object.assign(self, {
    issuer: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    stop: async () => {
      const ended = server;
      server = undefined;
      ended?.close();
      ended?.closeAllConnections();
      if (ended !== undefined) {
        await once(ended, 'close');
      }
    },
    start: async () => void (await listen(port)),
  });
}

function send(response: ServerResponse, { status, headers = {}, after = 0 }: CheckAnswer): void {
  setTimeout(() => response.writeHead(status, headers).end(), after);
}
