// The Thunderbird add-on of this deployment: one manifest that tells Thunderbird (140 and later) where to sign in.

import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { Settings } from '../../config/settings.ts';
import { mailProgramScope, thunderbirdClientId } from '../thunderbird-client.ts';

export interface AddOnValues {
  readonly settings: Pick<Settings, 'issuer' | 'brandName'>;
  /** Of the mail servers; Thunderbird takes none without a dot. */
  readonly hosts: readonly string[];
}

/** The zip file; undefined when no host name is one that Thunderbird takes. The same bytes for the same values. */
export function packAddOn(values: AddOnValues): Buffer | undefined {
  const hostnames = values.hosts.filter((host) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host));
  if (hostnames.length === 0) {
    return undefined;
  }
  const about = describeAddOn({ ...values, hosts: hostnames });
  const manifest = JSON.stringify({ ...about, version: versionOf(JSON.stringify(about)) }, null, 2);
  // The time of a file in a zip is local time without a zone.
  const file = [Buffer.from(`${manifest}\n`), { mtime: new Date(2000, 0, 1) }] as const;
  return Buffer.from(zipSync({ 'manifest.json': [file[0], file[1]] }));
}

function describeAddOn({ settings, hosts }: AddOnValues) {
  const { issuer, brandName } = settings;
  const { hostname } = new URL(issuer);
  return {
    manifest_version: 2,
    name: brandName,
    description: `Mail sign-in at ${hostname}`,
    browser_specific_settings: {
      gecko: { id: `mail@${hostname.replace(/[^a-z0-9.-]/g, '')}`, strict_min_version: '140.0' },
    },
    oauth_provider: {
      issuer: hostname,
      clientId: thunderbirdClientId,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      redirectionEndpoint: findRedirect(issuer),
      // The window of Thunderbird itself would turn a loopback address into https, and never catch it.
      useExternalBrowser: true,
      usePKCE: true,
      issuerIdentifier: issuer,
      hostnames: hosts,
      scopes: mailProgramScope,
    },
  };
}

/** Another one for other values: a policy installs nothing over an add-on of the same version. Parts have nine digits at most. */
function versionOf(content: string): string {
  return `1.${createHash('sha256').update(content).digest().readUInt32BE() % 1_000_000_000}`;
}

/** Thunderbird mistakes every page for the answer whose address begins like this. */
function findRedirect(issuer: string): string {
  const usual = 'http://localhost';
  return issuer.startsWith(usual) ? 'http://127.0.0.1' : usual;
}
