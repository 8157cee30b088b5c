// Which pages the account has, by the program's own list: a table of a test that lacks one of them must fail.

import type { GuardParts } from '../../src/portal/guard.ts';
import type { PortalPage } from '../../src/portal/page.ts';
import { createPages } from '../../src/portal/routes.ts';

/** Enough to be listed: no page does anything before it is asked. */
const nothing = {
  accounts: {},
  settings: { issuer: 'http://localhost', linkLife: 1 },
} as unknown as GuardParts;

export function listPortalPages(): readonly PortalPage[] {
  return createPages(nothing);
}
