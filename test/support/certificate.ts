// A certificate of a house that signs its own: for this machine's addresses, for two days.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getProgram } from './components.ts';

export interface Certificate {
  /** Paths of PEM files; whoever shall trust it is given the first. */
  readonly certificate: string;
  readonly key: string;
  remove(): void;
}

/** Made by openssl. */
export function makeCertificate(addresses: readonly string[]): Certificate {
  const directory = mkdtempSync(join(tmpdir(), 'postern-certificate-'));
  const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  const names = addresses.map((address) => `IP:${address}`).join(',');
  execFileSync(
    getProgram('openssl'),
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', key, '-out', certificate],
      ...['-subj', `/CN=${addresses[0]}`, '-addext', `subjectAltName=${names}`],
    ],
    { stdio: 'ignore' },
  );
  return { certificate, key, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
