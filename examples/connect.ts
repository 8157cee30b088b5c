// What a mail program does to connect: opens the sign-in in a browser, waits for the answer, and gets its tokens.
// npm run -s connect -- [--issuer http://localhost:3000] [--client mail-program] [--port 8123]
// Nothing in here knows Postern: it is OAuth 2.0 for native apps (RFC 8252) with PKCE (RFC 7636), as any program would do it.

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const values = readArguments();

const random = (): string => randomBytes(32).toString('base64url');

const metadata = await readJson(`${values.issuer}/.well-known/oauth-authorization-server`);
const listener = createServer().listen(Number(values.port), '127.0.0.1');
await once(listener, 'listening');
const redirectUri = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;

const verifier = random();
const state = random();
const address = new URL(String(metadata.authorization_endpoint));
address.search = new URLSearchParams({
  client_id: values.client,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid mail offline_access',
  state,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}).toString();
console.log(`Open this address in your browser and sign in:\n\n${address}\n`);

const code = await waitForCode();
const tokens = await readJson(String(metadata.token_endpoint), {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: values.client,
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }),
});
const claims = JSON.parse(Buffer.from(String(tokens.id_token).split('.')[1] ?? '', 'base64url').toString());

console.log(`Connected as ${claims.preferred_username}, for ${tokens.scope}.

Refresh token, for a mail program that asks for one:
${tokens.refresh_token}

Access token, good for ${Number(tokens.expires_in) / 60} minutes. The first message of the inbox, read with it:
curl --user ${claims.preferred_username} --oauth2-bearer ${tokens.access_token} 'imaps://YOUR-MAIL-SERVER/INBOX;MAILINDEX=1'`);

function readArguments() {
  const options = {
    issuer: { type: 'string', default: process.env.POSTERN_ISSUER ?? 'http://localhost:3000' },
    client: { type: 'string', default: 'mail-program' },
    port: { type: 'string', default: '0' },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch {
    return fail('it takes --issuer URL, --client ID and --port NUMBER');
  }
}

/** The browser comes back to our own port, with the code in the address. */
async function waitForCode(): Promise<string> {
  for await (const [request, response] of listenerRequests()) {
    const { searchParams } = new URL(request.url ?? '/', redirectUri);
    response.setHeader('Connection', 'close');
    if (searchParams.get('state') !== state || searchParams.get('iss') !== metadata.issuer) {
      response.writeHead(404).end();
      continue;
    }
    const error = searchParams.get('error');
    response.end(
      error === null
        ? 'Connected. You can close this window and go back to the terminal.\n'
        : 'Not connected. You can close this window.\n',
    );
    listener.close();
    if (error !== null) {
      fail(`the sign-in ended without access: ${error}`);
    }
    return searchParams.get('code') ?? '';
  }
  throw new Error('the listener was closed');
}

async function* listenerRequests() {
  for (;;) {
    yield (await once(listener, 'request')) as Parameters<import('node:http').RequestListener>;
  }
}

async function readJson(url: string, request: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, request).catch(() =>
    fail(`nobody answers at ${url}; is the server running there? (--issuer)`),
  );
  const body = (await response.json()) as Record<string, unknown>;
  return response.ok ? body : fail(`${url} answered ${response.status}: ${JSON.stringify(body)}`);
}

function fail(why: string): never {
  console.error(`connect: ${why}`);
  process.exit(1);
}
