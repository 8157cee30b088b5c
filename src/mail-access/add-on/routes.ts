// The add-on as a file to download, or to be named in a policy of the organization.

import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Settings } from '../../config/settings.ts';
import type { Clients } from '../../oidc/clients/clients.ts';
import type { PlainFrame } from '../../views/layout.ts';
import type { MailServerDirectory } from '../mail-servers.ts';
import { sendMissing } from '../missing.ts';
import { hasThunderbirdClient } from '../thunderbird-client.ts';
import { packAddOn } from './add-on.ts';

export interface AddOnParts {
  readonly settings: Pick<Settings, 'issuer' | 'brandName'>;
  readonly clients: Pick<Clients, 'find'>;
  readonly mailServers: MailServerDirectory;
  plainFrame(ctx: Context): PlainFrame;
}

export const addOnPath = '/mail/thunderbird.xpi';

export function addAddOnRoutes(
  router: Router,
  { settings, clients, mailServers, plainFrame }: AddOnParts,
): void {
  router.get(addOnPath, async (ctx) => {
    const { mailPrograms } = plainFrame(ctx).texts;
    if (!(await hasThunderbirdClient(clients))) {
      sendMissing(ctx, mailPrograms.noThunderbirdClient);
      return;
    }
    const file = packAddOn({ settings, hosts: await mailServers.listHosts() });
    if (file === undefined) {
      sendMissing(ctx, mailPrograms.noServerName);
      return;
    }
    // Under its own type (application/x-xpinstall) Firefox would try to install it in itself instead of saving it.
    ctx.type = 'application/octet-stream';
    ctx.set('Content-Disposition', 'attachment; filename="thunderbird.xpi"');
    ctx.body = file;
  });
}
