// Public clients that authenticate with Basic and an empty secret (aerc and other Go programs): read as having named themselves.

import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

/** The id that such a request names in its header. */
const named = new WeakMap<object, string>();

/**
 * Takes the empty credentials out of the header and puts their client id into the body, where a public client's belongs
 * (RFC 6749 section 3.2.1). A confidential client has then sent no secret, and is refused as before.
 */
export function acceptPublicBasic(provider: Provider): void {
  // The provider reads the body behind its router and gives it to its context: there is no other place between.
  Object.defineProperty(provider.OIDCContext.prototype, 'body', {
    configurable: true,
    set(this: { readonly ctx: object }, body: unknown) {
      const value = withClientId(body, named.get(this.ctx));
      Object.defineProperty(this, 'body', { value, writable: true, configurable: true, enumerable: true });
    },
  });
  provider.use(readEmptySecret);
}

const readEmptySecret: Middleware = async (ctx, next) => {
  const id = ctx.method === 'POST' ? readPublicBasic(ctx.get('authorization')) : undefined;
  if (id === undefined) {
    return next();
  }
  named.set(ctx, id);
  delete ctx.req.headers.authorization;
  await next();
  if (ctx.status === 401) {
    // RFC 6749 section 5.2: it tried by the header.
    ctx.set('WWW-Authenticate', `Basic realm="${(ctx as unknown as KoaContextWithOIDC).oidc.issuer}"`);
  }
};

/** The client id of Basic credentials without a secret (RFC 6749 section 2.3.1); undefined for all others. */
export function readPublicBasic(header: string): string | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? [];
  const [, id] = /^([^:]+):$/.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  try {
    return id === undefined ? undefined : decodeURIComponent(id.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Throws for two ids that differ: the provider answers that it cannot read the body. */
export function withClientId(body: unknown, id: string | undefined): unknown {
  if (id === undefined || typeof body !== 'object' || body === null) {
    return body;
  }
  const { client_id: inBody } = body as { client_id?: unknown };
  if (inBody === undefined || inBody === '') {
    return Object.assign(body, { client_id: id });
  }
  if (typeof inBody === 'string' && inBody !== id) {
    throw new Error('the client ids in header and body differ');
  }
  return body;
}
