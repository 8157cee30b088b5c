// One store, two processes: whatever is sent twenty times at once, to either of them, works exactly once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { findFreePort, type PosternProcess, startPostern } from '../support/postern-process.ts';
import { send } from '../support/raw-request.ts';
import { authorizeOverHttp } from '../support/sign-in-over-http.ts';
import { alice, mailProgram, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const rounds = 5;
const racers = 20;

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  let twin: PosternProcess;
  before(async () => {
    const target = await makeTarget();
    world = await openWorld({ target });
    // The same public address, another port: what stands before both would send a request to either.
    twin = await startPostern({
      port: await findFreePort(),
      dataDirectory: world.postern.dataDirectory,
      ...(target.kind === 'mongodb' ? { storeUrl: target.url } : {}),
      env: { POSTERN_ISSUER: world.postern.issuer },
    });
  });
  after(async () => {
    await twin?.close();
    await world?.close();
  });

  /** Sends a form to both processes in turn, at once; answers status and body of each. */
  const race = (
    path: string,
    body: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const ports = [world.postern.port, twin.port];
    return Promise.all(
      Array.from({ length: racers }, async (_, index) => {
        return send({
          port: ports[index % 2] ?? 0,
          host: new URL(world.postern.issuer).host,
          path,
          body,
          headers,
        });
      }),
    );
  };
  const moveBoth = (): string => {
    world.postern.advanceClock(30_000);
    twin.advanceClock(30_000);
    return oathtoolCode(world.otpauthUrl, { atMs: world.postern.now() });
  };

  test(`${racers} redemptions of one code: one succeeds, ${rounds} rounds`, { skip }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { parameters, verifier } = await authorizeOverHttp({
        issuer: world.postern.issuer,
        ...mailProgram,
        scope: 'mail',
        ...alice,
        code: moveBoth,
      });
      const answers = await race('/token', {
        client_id: mailProgram.clientId,
        grant_type: 'authorization_code',
        code: parameters.get('code') ?? '',
        redirect_uri: mailProgram.redirectUri,
        code_verifier: verifier,
      });
      assert.equal(answers.filter(({ status }) => status === 200).length, 1, `round ${round}`);
      assert.ok(answers.every(({ status }) => status === 200 || status === 400));
    }
  });

  test(`${racers} refreshes of one token: one lineage, ${rounds} rounds`, { skip }, async () => {
    let { refreshToken = '' } = await world.signIn({ code: moveBoth });
    for (let round = 0; round < rounds; round += 1) {
      const answers = await race('/token', {
        client_id: mailProgram.clientId,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      });
      const successors = new Set(
        answers.map(({ body }) => (JSON.parse(body) as { refresh_token: string }).refresh_token),
      );
      assert.equal(successors.size, 1, `round ${round}: ${[...successors]}`);
      refreshToken = [...successors][0] ?? '';
      assert.notEqual(refreshToken, undefined);
    }
  });

  test(`${racers} uses of one code from the app, in as many sign-ins: one gets in, ${rounds} rounds`, {
    skip,
  }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const pages = await Promise.all(Array.from({ length: racers }, () => reachCodePage(world)));
      const code = moveBoth();
      const ends = await Promise.all(pages.map(({ browser, page }) => browser.submit(page, { code })));
      const atClient = ends.filter(({ url }) => url.href.startsWith(webApp.redirectUri));
      assert.equal(atClient.length, 1, `round ${round}: ${ends.map(({ status }) => status)}`);
    }
  });

  test(`${racers} clicks on one button of one sign-in make one session`, { skip }, async () => {
    // The wrong tries of the races before are a day old.
    world.postern.advanceClock(25 * 3_600_000);
    const { browser, page } = await reachCodePage(world);
    const code = oathtoolCode(world.otpauthUrl, { atMs: world.postern.now() });
    const ends = await Promise.all(Array.from({ length: racers }, () => browser.submit(page, { code })));
    const codes = new Set(
      ends.map(({ url }) => url.searchParams.get('code')).filter((value) => value !== null),
    );
    assert.equal(codes.size, 1);
  });

  test('processes that start together on one empty store both serve, with the same keys', async () => {
    const target = await makeTarget();
    const issuer = `http://127.0.0.1:${await findFreePort()}`;
    const shared = {
      ...(target.kind === 'mongodb' ? { storeUrl: target.url } : {}),
      env: {
        POSTERN_ISSUER: issuer,
        ...(target.kind === 'sqlite'
          ? {
              POSTERN_STORE: `sqlite:${target.file}`,
              POSTERN_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
            }
          : {}),
      },
    };
    const starts = await Promise.all([startPostern(shared), startPostern(shared), startPostern(shared)]);
    try {
      const keys = await Promise.all(
        starts.map(({ port }) => send({ port, host: new URL(issuer).host, path: '/jwks' })),
      );
      assert.equal(keys[0]?.status, 200);
      assert.equal(new Set(keys.map(({ body }) => body)).size, 1);
    } finally {
      await Promise.all(starts.map((postern) => postern.close()));
    }
  });
});

async function reachCodePage(
  world: World,
): Promise<{ browser: ReturnType<typeof createBrowser>; page: Page }> {
  const browser = createBrowser(world.postern.issuer);
  const url = new URL('/authorize', world.postern.issuer);
  url.search = new URLSearchParams({
    client_id: webApp.clientId,
    redirect_uri: webApp.redirectUri,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
  const first = await browser.open(url);
  const page = await browser.submit(first, alice);
  assert.ok(page.form?.fields.has('code'), page.html);
  return { browser, page };
}
