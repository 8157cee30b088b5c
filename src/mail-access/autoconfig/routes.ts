// The addresses at which mail programs ask how to set an account up: the same answer for everybody of a domain.

import type Router from '@koa/router';
import type { Context } from 'koa';
import { AppError } from '../../base/app-error.ts';
import type { Settings } from '../../config/settings.ts';
import { readBody } from '../../http/body.ts';
import type { Clients } from '../../oidc/clients/clients.ts';
import type { PlainFrame } from '../../views/layout.ts';
import type { FoundMailServers, MailServerDirectory } from '../mail-servers.ts';
import { sendMissing } from '../missing.ts';
import { hasThunderbirdClient } from '../thunderbird-client.ts';
import { readAskedDomain, readDomain } from './asked-domain.ts';
import { readAutodiscoverRequest, renderAutodiscover } from './autodiscover.ts';
import { renderClientConfig } from './client-config.ts';
import {
  autodiscoverPath,
  clientConfigPath,
  userAgentConfigurationPath,
  wellKnownClientConfigPath,
} from './paths.ts';
import { renderUserAgentConfiguration } from './user-agent-configuration.ts';

export interface AutoconfigParts {
  readonly settings: Pick<Settings, 'issuer' | 'brandName' | 'mailLogin'>;
  readonly clients: Pick<Clients, 'find'>;
  readonly mailServers: MailServerDirectory;
  plainFrame(ctx: Context): PlainFrame;
}

const mostAutodiscoverBytes = 64 * 1024;

export function addAutoconfigRoutes(router: Router, parts: AutoconfigParts): void {
  const { settings, clients } = parts;

  router.get([clientConfigPath, wellKnownClientConfigPath], async (ctx) => {
    await answer(parts, ctx, readAskedDomain(ctx.query), 'text/xml', async (found) =>
      renderClientConfig({ ...found, settings, hasClient: await hasThunderbirdClient(clients) }),
    );
  });

  router.get(userAgentConfigurationPath, async (ctx) => {
    await answer(parts, ctx, readAskedDomain(ctx.query), 'application/json', async ({ servers }) =>
      renderUserAgentConfiguration({ servers, settings }),
    );
  });

  // Outlook writes the path with capital letters, the router does not mind.
  router.post(autodiscoverPath, async (ctx) => {
    const what = 'an Autodiscover request';
    const address = readAutodiscoverRequest(await readBody(ctx, { what, mostBytes: mostAutodiscoverBytes }));
    await answer(parts, ctx, readDomain(address), 'text/xml', async ({ servers }) =>
      renderAutodiscover({ servers, settings, address }),
    );
  });
  router.get(autodiscoverPath, (ctx) => {
    ctx.set('Allow', 'POST');
    throw new AppError('method-not-allowed', { detail: 'Outlook posts what it asks' });
  });
}

async function answer(
  parts: AutoconfigParts,
  ctx: Context,
  domain: string | undefined,
  contentType: string,
  render: (found: FoundMailServers) => Promise<string>,
): Promise<void> {
  const found = await parts.mailServers.find(domain);
  if (found === undefined) {
    sendMissing(ctx, parts.plainFrame(ctx).texts.mailPrograms.noServers);
    return;
  }
  ctx.body = await render(found);
  // A charset is set by Koa for text; JSON is UTF-8 by definition (RFC 8259 section 8.1).
  ctx.set('Content-Type', contentType === 'text/xml' ? 'text/xml; charset=utf-8' : contentType);
}
