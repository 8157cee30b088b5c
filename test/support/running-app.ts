// The HTTP room alone, listening on a free port with routes of the test's own; requests are sent exactly as given.

import { once } from 'node:events';
import { request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Middleware } from 'koa';
import { systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { createApp, type HttpParts } from '../../src/http/create-app.ts';
import { startServer } from '../../src/http/listen.ts';
import { en } from '../../src/views/texts/en.ts';
import { until } from './until.ts';

export interface AppOptions extends Partial<Pick<HttpParts, 'provider' | 'ping'>> {
  readonly issuer?: string;
  readonly trustedProxies?: readonly string[];
  readonly routes?: readonly Middleware[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

export interface RunningApp {
  readonly port: number;
  /** The lines of the log so far, parsed. */
  log(): readonly Readonly<Record<string, unknown>>[];
  logText(): string;
  /** Resolves with the first line that says `msg`, from before or from later on; rejects where none comes. */
  untilLogged(msg: string): Promise<Readonly<Record<string, unknown>>>;
  /** Sends a request with the issuer's Host unless `headers` has another. `target` goes into the request line as it is. */
  send(target: string, options?: RequestOptions): Promise<Answer>;
  /** Sends these bytes and reads until the server closes the connection. */
  sendRaw(bytes: string): Promise<string>;
  close(): Promise<void>;
}

export async function runApp(options: AppOptions = {}): Promise<RunningApp> {
  const issuer = options.issuer ?? 'http://localhost:3000';
  const lines: string[] = [];
  const log = createLog({ level: 'debug', clock: systemClock, write: (line) => lines.push(line) });
  const readLog = (): readonly Readonly<Record<string, unknown>>[] => lines.map((line) => JSON.parse(line));
  const listen = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const app = createApp({
    settings: { issuer, listen, trustedProxies: options.trustedProxies ?? [], brandColor: '#1d5c63' },
    clock: systemClock,
    log,
    ping: options.ping ?? (async () => {}),
    plainFrame: () => ({ texts: en, brand: { name: 'Postern', color: '#1d5c63' } }),
    routes: options.routes ?? [],
    provider: options.provider ?? ((_request, response) => void response.writeHead(404).end('provider')),
  });
  const server = await startServer(app, { listen }, log);
  const address = server.address;
  if (address === null || typeof address === 'string') {
    throw new Error('the test server has no port');
  }
  const { port } = address;
  return {
    port,
    log: readLog,
    logText: () => lines.join(''),
    untilLogged: async (msg) => {
      const find = () => readLog().find((line) => line.msg === msg);
      await until(() => find() !== undefined, `the log line: ${msg}`);
      return find() ?? {};
    },
    send: (target, request) => send(port, new URL(issuer).host, target, request),
    sendRaw: (bytes) => sendRaw(port, bytes),
    close: () => server.close(),
  };
}

async function send(
  port: number,
  host: string,
  target: string,
  { method = 'GET', headers = {}, body }: RequestOptions = {},
): Promise<Answer> {
  const request = sendRequest({
    port,
    host: '127.0.0.1',
    path: target,
    method,
    agent: false,
    setHost: false,
    headers: { host, ...headers },
  });
  request.end(body);
  const [response] = await once(request, 'response');
  const { statusCode, headers: answered } = response;
  return { status: statusCode, headers: answered, body: (await buffer(response)).toString('utf8') };
}

async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes, 'latin1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return answer;
}
