// The check of passwords over HTTPS: Dovecot trusts whom its own configuration names, and asks nobody else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CheckServer, startCheckServer } from '../support/check-server.ts';
import { requirePrograms } from '../support/components.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { loginOverSasl } from '../support/mail-sasl.ts';
import { type RecipeDirectory, writeRecipe } from '../support/recipe-directory.ts';

describe('passwords checked over HTTPS', { skip: requirePrograms('dovecot', 'openssl') }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-tls-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  let server: CheckServer;
  let recipe: RecipeDirectory;
  let named: RecipeDirectory;
  let dovecot: Dovecot | undefined;

  before(async () => {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, '-days', '2', ...subject], {
      stdio: 'ignore',
    });
    const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    server = await startCheckServer(() => ({ status: 204, headers: { 'X-Auth-User': 'alice' } }), tls);
    const service = { name: 'mx', secret: 'a-secret_only.for~one-file' };
    const values = { issuer: server.issuer, scope: 'mail' };
    recipe = writeRecipe('dovecot', { ...values, service });
    named = writeRecipe('dovecot', { ...values, service: { ...service, tlsCa: cert } });
  });
  after(async () => {
    await dovecot?.close();
    await server?.stop();
    recipe?.remove();
    named?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  const outcomeWith = async (settings: string, { path } = recipe): Promise<string> => {
    server.requests.length = 0;
    const started = await startDovecot({ recipe: path, settings });
    dovecot = started;
    try {
      const login = { protocol: 'imap', mechanism: 'PLAIN', user: 'alice', secret: 'x' } as const;
      return (await loginOverSasl({ ...login, port: started.imapPort })).outcome;
    } finally {
      dovecot = undefined;
      await started.close();
    }
  };

  test('an authority that is trusted lets the question through', async () => {
    assert.equal(await outcomeWith(`ssl_client_ca_file = ${cert}`), 'in');
    assert.equal(server.requests.length, 1);
  });

  test('any other authority is a temporary failure, and no password went out', async () => {
    assert.equal(await outcomeWith('ssl_client_ca_dir = /etc/ssl/certs'), 'unavailable');
    assert.deepEqual(server.requests, []);
  });

  test('the authority that the mail service names is trusted beside those of the system', async () => {
    assert.equal(await outcomeWith('ssl_client_ca_dir = /etc/ssl/certs', named), 'in');
    assert.equal(server.requests.length, 1);
  });
});
