// What mail servers and mail programs ask for.

import Router from '@koa/router';
import type { Middleware } from 'koa';
import { type AddOnParts, addAddOnRoutes } from './add-on/routes.ts';
import { type AutoconfigParts, addAutoconfigRoutes } from './autoconfig/routes.ts';
import { addCheckRoutes, type CheckRouteParts } from './check/route.ts';
import { createMailServers, type MailServersParts } from './mail-servers.ts';

export type MailAccessParts = Omit<AutoconfigParts & AddOnParts, 'mailServers'> &
  MailServersParts &
  CheckRouteParts;

export function createMailAccessRoutes(given: MailAccessParts): Middleware {
  const parts = { ...given, mailServers: createMailServers(given) };
  const router = new Router();
  addAutoconfigRoutes(router, parts);
  addAddOnRoutes(router, parts);
  addCheckRoutes(router, parts);
  return router.routes() as Middleware;
}
