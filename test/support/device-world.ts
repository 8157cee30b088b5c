// A program without a browser of its own: asks for a device code, and for its tokens; and a person who types what it shows.

import type { Browser, Page } from './browser.ts';
import { postToken } from './sign-in-over-http.ts';
import { alice, type World } from './world.ts';

/** A client of this preset has the device grant. */
export const terminal = { clientId: 'terminal', preset: 'mutt' } as const;

export interface DeviceStart {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  readonly expires_in: number;
  readonly interval: number;
  readonly message: string;
}

export interface DeviceAnswer {
  readonly status: number;
  readonly error?: string;
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly scope?: string;
}

export async function addTerminal(world: World): Promise<void> {
  await world.postern.cliJson(['clients', 'add', '--preset', terminal.preset, '--id', terminal.clientId]);
}

export interface DeviceClient {
  readonly clientId: string;
  readonly clientSecret?: string;
}

export async function startDevice(
  { postern }: World,
  client: DeviceClient = terminal,
  scope = 'openid mail offline_access',
): Promise<DeviceStart> {
  const response = await postToken({ issuer: postern.issuer, ...client }, { scope }, '/device_authorization');
  if (response.status !== 200) {
    throw new Error(`the device was refused: ${response.status} ${await response.text()}`);
  }
  return (await response.json()) as DeviceStart;
}

export async function askForTokens(
  { postern }: World,
  { device_code }: Pick<DeviceStart, 'device_code'>,
  client: DeviceClient = terminal,
): Promise<DeviceAnswer> {
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const response = await postToken({ issuer: postern.issuer, ...client }, { grant_type, device_code });
  return { status: response.status, ...((await response.json()) as object) };
}

/** Opens the page and types the code. */
export async function typeUserCode(browser: Browser, userCode: string): Promise<Page> {
  return browser.submit(await browser.open('/device'), { user_code: userCode });
}

/** From the page behind the code to the question whether the device may be connected. */
export async function untilQuestion(world: World, browser: Browser, page: Page): Promise<Page> {
  let current = page;
  for (let visits = 0; visits < 6; visits += 1) {
    const { fields } = current.form ?? { fields: new Set<string>() };
    if (!fields.has('password') && !fields.has('code')) {
      return current;
    }
    current = await browser.submit(current, {
      ...(fields.has('password') ? alice : {}),
      ...(fields.has('code') ? { code: world.freshCode() } : {}),
    });
  }
  throw new Error(`the sign-in goes in circles, last at ${current.url.pathname}`);
}

/** Types the code, signs in and presses the first button of the question, or the one that is named. */
export async function decideDevice(
  world: World,
  browser: Browser,
  userCode: string,
  action?: 'deny',
): Promise<Page> {
  const question = await untilQuestion(world, browser, await typeUserCode(browser, userCode));
  return browser.submit(question, {}, action === undefined ? {} : { action });
}
