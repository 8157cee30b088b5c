// A stand-in for an authorization server: answers introspection as told and keeps every request as it came.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface IntrospectionAnswer {
  /** 200 unless given. */
  readonly status?: number;
  readonly body: string;
}

export interface IntrospectionServer {
  readonly issuer: string;
  /** Each request from its request line to its body, header lines in the order and letter case they came in. */
  readonly requests: string[];
  /** Decides by the form that came. */
  answer: (form: URLSearchParams) => IntrospectionAnswer;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

export async function startIntrospectionServer(
  answer: IntrospectionServer['answer'],
): Promise<IntrospectionServer> {
  const requests: string[] = [];
  const make = (): Server =>
    createServer(async (request, response) => {
      const body = await text(request);
      requests.push(writeOut(request, body));
      const { status = 200, body: answered } = self.answer(new URLSearchParams(body));
      response.writeHead(status, { 'content-type': 'application/json' }).end(answered);
    });
  let server = make().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const self: IntrospectionServer = {
    issuer: `http://127.0.0.1:${port}`,
    requests,
    answer,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    start: async () => {
      server = make().listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
  return self;
}

function writeOut(request: IncomingMessage, body: string): string {
  const { rawHeaders: raw } = request;
  const headers = raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : []));
  const start = `${request.method} ${request.url} HTTP/${request.httpVersion}`;
  return [start, ...headers, '', body].join('\r\n');
}
