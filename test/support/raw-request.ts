// One HTTP request to a port of this machine with a Host of one's own choosing, which `fetch` does not allow.

import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RawRequest {
  readonly port: number;
  /** The Host header. */
  readonly host: string;
  readonly path: string;
  /** Sent as a form by POST; without it the request is a GET. */
  readonly body?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function send({
  port,
  host,
  path,
  body,
  headers = {},
}: RawRequest): Promise<{ status: number; body: string }> {
  const form = body === undefined ? undefined : new URLSearchParams(body).toString();
  const posted = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: form === undefined ? 'GET' : 'POST',
        headers: { host, ...posted, ...headers },
        agent: false,
      },
      (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
      },
    );
    sent.once('error', reject);
    sent.end(form);
  });
}
