// Thunderbird: an enterprise policy that installs the add-on of this server, and what else there is to enter.

import { requireAddress, type ServiceAddress } from '../address.ts';
import { ownerOf } from '../person.ts';
import { type Recipe, type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';

export const thunderbirdRecipe: Recipe = {
  name: 'thunderbird',
  preset: 'thunderbird',
  summary: 'Thunderbird 140 or later: a policy that installs the add-on of this server',
  render: (values) => {
    const issuer = requirePlain('issuer', values.issuer);
    return [renderPolicies(issuer), renderGuide(values, issuer)];
  },
};

/** The id that the add-on of `/mail/thunderbird.xpi` has. */
export function addOnId(issuer: string): string {
  return `mail@${new URL(issuer).hostname.replace(/[^a-z0-9.-]/g, '')}`;
}

function renderPolicies(issuer: string): RecipeFile {
  const policies = {
    policies: {
      ExtensionSettings: {
        [addOnId(issuer)]: {
          installation_mode: 'force_installed',
          install_url: `${issuer}/mail/thunderbird.xpi`,
        },
      },
    },
  };
  return { name: 'policies.json', content: `${JSON.stringify(policies, undefined, 2)}\n`, secret: false };
}

function renderGuide(values: RecipeValues, issuer: string): RecipeFile {
  const [imap, smtp] = [requireAddress(values, 'imap'), requireAddress(values, 'smtp')];
  const client = requirePlain('client', values.client ?? 'thunderbird');
  requirePlain('scope', values.scope);
  requirePlain('service.name', values.service.name);
  const { login, address, note } = ownerOf(values);
  const content = `\
# Postern for Thunderbird. Once, by the administrator:
#   postern clients add --preset thunderbird --id ${client}
# On machines that you manage, policies.json goes to /etc/thunderbird/policies/ (Linux), to the folder "distribution"
# beside thunderbird.exe (Windows), or to Thunderbird.app/Contents/Resources/distribution/ (macOS); it installs the
# add-on by itself. Anybody else opens Settings, "Add-ons and Themes", "Install Add-on From File…", with the file from
#   ${issuer}/mail/thunderbird.xpi
# Then "Account Settings", "Add Mail Account…": Thunderbird finds the servers by the address (autoconfig), or:
${note}
Address:    ${address}
User name:  ${login}
IMAP:       ${describe(imap)}
SMTP:       ${describe(smtp)}
Authentication method, for both: OAuth2

# A browser window opens for password and code. Without the add-on choose "Normal password" and enter an app password.
`;
  return { name: 'thunderbird.txt', content, secret: false };
}

function describe({ host, port, security }: ServiceAddress): string {
  const words = { tls: 'SSL/TLS', starttls: 'STARTTLS', none: 'no encryption' };
  return `${host}, port ${port}, ${words[security]}`;
}
