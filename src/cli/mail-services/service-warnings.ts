// What an administrator should know of a mail service as it is now: whom it is trusted with, and which others it gets in the way of.

import { chooseService } from '../../mail-access/mail-servers.ts';
import { findAudienceRivals } from '../../oidc/clients/mail-service-audiences.ts';
import type { NewMailServicePolicy } from '../../oidc/clients/mail-service-policy.ts';
import type { MailService } from '../../oidc/clients/mail-services.ts';

/** Of what it is trusted with from now on. */
export function warnOfPasswords({
  concatenated = 'off',
  plain = 'no',
}: Pick<NewMailServicePolicy, 'concatenated' | 'plain'>): readonly string[] {
  const exposed = 'shows account passwords to that server, and is refused for administrators';
  return [
    ...(concatenated === 'off' ? [] : [`warning: --concatenated ${concatenated} ${exposed}`]),
    ...(plain === 'no' ? [] : [`warning: --plain ${plain} ${exposed}`]),
  ];
}

/** Where two services guard the same accounts with different audiences, one of them is told of no token of theirs. */
export function warnOfAudiences(services: readonly MailService[], name: string): readonly string[] {
  return findAudienceRivals(services, name).map(
    ({ nearer, audience, other }) =>
      `warning: "${nearer}" and "${other}" guard the same accounts; their tokens carry the audience of "${nearer}", ${audience}, and "${other}" takes none of them`,
  );
}

/** Names that are easily taken for one another. */
export function warnOfNames(names: readonly string[], name: string): readonly string[] {
  const alike = names.filter((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  return alike.map((other) => `warning: there is "${other}" already: only capitals tell "${name}" from it`);
}

/** Where another service keeps mail programs' configuration: this one's addresses are given to nobody by it. */
export function noteOthers(
  services: readonly MailService[],
  name: string,
  mailDomains: readonly string[],
): readonly string[] {
  const own = services.find((service) => service.name === name);
  const { imap, pop3, smtp, sieve, domains = [] } = own ?? {};
  if ((imap ?? pop3 ?? smtp ?? sieve) === undefined) {
    return [];
  }
  const asked = domains.length > 0 ? domains : [mailDomains[0]];
  const chosen = asked.map((domain) => chooseService(services, domain, mailDomains)?.name);
  const others = new Set(chosen.filter((other) => other !== undefined && other !== name));
  return [...others].map(
    (other) =>
      `note: auto-configuration names the servers of "${other}", which was added first, not of "${name}"`,
  );
}
