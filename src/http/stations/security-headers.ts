// What browsers may do with our answers: load our own files, send forms to us, keep nothing.

import type { Middleware } from 'koa';

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
];

/**
 * Forms here end in a redirect to the client, or post to it (`response_mode=form_post`): Chromium applies `form-action` to
 * the whole way, so these pages carry none.
 */
const leadsToClients = /^\/(interaction|logout|authorize)(\/|$)/;

const yearSeconds = 365 * 24 * 60 * 60;

export function securityHeaders(issuer: string): Middleware {
  const isSecure = issuer.startsWith('https:');
  return (ctx, next) => {
    const directives = leadsToClients.test(ctx.path) ? policy : [...policy, "form-action 'self'"];
    ctx.set({
      // Pages hold names, values against forged requests, and secrets; what may be kept says so itself.
      'Cache-Control': 'no-store',
      'Content-Security-Policy': directives.join('; '),
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      // With `no-referrer` Chromium would send `Origin: null` with the page's own form.
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
      ...(isSecure ? { 'Strict-Transport-Security': `max-age=${yearSeconds}` } : {}),
    });
    return next();
  };
}
