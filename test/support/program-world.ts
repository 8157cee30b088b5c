// Mail programs, the servers that they talk to, and alice who allows them in her browser: everything as the printed recipes say.

import { createBrowser } from './browser.ts';
import { makeCertificate } from './certificate.ts';
import { createCli } from './cli-in-process.ts';
import { type CurlLogin, openInboxWithCurl } from './imap-curl.ts';
import { awaitMessage, submitWithCurl } from './mail-message.ts';
import { type MailWorldOptions, password, type SubmissionWorld, startSubmissionWorld } from './mail-world.ts';
import './old-wire-version.ts';
import type { ProgramHome } from './program-home.ts';

export interface ProgramWorld extends SubmissionWorld {
  /** The command line on Postern's store, in this process: quicker, but at the real time of day. */
  administer(words: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Puts the files of a recipe for alice into a directory of this home, as the command line writes them. `over`: whether
   * the mail service was added with an address of this machine, or with another one, which programs reach by STARTTLS.
   */
  install(program: string, home: ProgramHome, directory: string, over?: Road): Promise<void>;
  /** What programs must trust on the road by STARTTLS. */
  readonly certificate: string;
  /** alice opens the address in a new browser, signs in with password and code and allows it; answers where that ends. */
  allow(address: string): Promise<URL>;
  /** `allow`, and her browser goes back to the program that waits on this machine. */
  allowAndReturn(address: string): Promise<void>;
  /** A new app password of hers. */
  makeAppPassword(more?: readonly string[]): Promise<{ readonly id: string; readonly password: string }>;
  /** bob writes to alice; it is there when this returns. */
  receive(subject: string): Promise<void>;
  /** Waits for a message in a mailbox. */
  arrived(subject: string, owner?: 'alice' | 'bob'): Promise<string>;
  /** The sequence numbers in a mailbox of alice, as the server has them. */
  countMessages(): Promise<number>;
}

export type Road = 'loopback' | 'starttls';

/** Connections to the second end on this machine as well, but recipes take it for a public one. */
const hosts: Readonly<Record<Road, string>> = { loopback: '127.0.0.1', starttls: '0.0.0.0' };

/** Programs whose id is the name of their preset. */
export const presets = ['aerc', 'mutt', 'neomutt', 'msmtp', 'isync', 'offlineimap', 'getmail'] as const;

export async function startProgramWorld(options: MailWorldOptions = {}): Promise<ProgramWorld> {
  const certificate = makeCertificate(Object.values(hosts));
  const world = await startSubmissionWorld({ ...options, certificate }).catch((error) => {
    certificate.remove();
    throw error;
  });
  const cli = createCli();
  const close = async (): Promise<void> => {
    await world.close();
    cli.close();
    certificate.remove();
  };
  const env = world.postern.env as Readonly<Record<string, string>>;
  try {
    const made = await addPrograms(world, (words) => cli.json(words, { env }));
    return { ...made, certificate: certificate.certificate, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addPrograms(
  world: SubmissionWorld,
  administer: ProgramWorld['administer'],
): Promise<Omit<ProgramWorld, 'certificate'>> {
  const { dovecot, postfix } = world;
  // A mail service for each road, beside `mx` of the servers, which was made before their ports were known.
  const services = Object.entries(hosts).map(([road, host]) => {
    const addresses = ['--imap', `${host}:${dovecot.imapPort}`, '--smtp', `${host}:${postfix.smtpPort}`];
    return ['services', 'add', road, ...addresses];
  });
  const makeAppPassword = async (user: string, more: readonly string[] = []) => {
    const made = await administer(['app-passwords', 'add', user, '--name', 'Program', ...more]);
    return { id: String(made.id), password: String(made.password) };
  };
  const [ofAlice, ofBob] = await Promise.all([
    makeAppPassword('alice'),
    makeAppPassword('bob'),
    ...services.map((words) => administer(words)),
    ...presets.map((name) => administer(['clients', 'add', '--preset', name, '--id', name])),
  ]);
  const loginOf = (owner: 'alice' | 'bob'): CurlLogin => ({
    port: dovecot.imapPort,
    user: owner,
    password: (owner === 'alice' ? ofAlice : ofBob).password,
  });
  const arrived: ProgramWorld['arrived'] = (subject, owner = 'bob') => awaitMessage(loginOf(owner), subject);
  const allow = (address: string) => signIn(world, address);
  return {
    ...world,
    administer,
    install: async (program, home, directory, over = 'loopback') => {
      home.makeDirectory(directory);
      const out = `${home.path}/${directory}`;
      await administer(['recipe', program, '--service', over, '--user', 'alice', '--out', out]);
    },
    allow,
    allowAndReturn: async (address) => {
      const response = await fetch(await allow(address));
      if (!response.ok) {
        throw new Error(`the program answered ${response.status}`);
      }
    },
    makeAppPassword: (more) => makeAppPassword('alice', more),
    receive: async (subject) => {
      const letter = { ...loginOf('bob'), port: postfix.smtpPort, from: 'bob@example.test', subject };
      const { code, conversation } = await submitWithCurl({ ...letter, to: 'alice@example.test' });
      if (code !== 0) {
        throw new Error(`bob could not write:\n${conversation}`);
      }
      await arrived(subject, 'alice');
    },
    arrived,
    countMessages: async () => (await openInboxWithCurl(loginOf('alice'))).stdout.match(/\d+/g)?.length ?? 0,
  };
}

async function signIn({ postern, newCode }: SubmissionWorld, address: string): Promise<URL> {
  const browser = createBrowser(postern.issuer);
  let page = await browser.open(address);
  // A sign-in has a handful of pages; more means that one of them comes again and again.
  for (let pages = 0; page.url.origin === postern.issuer; pages += 1) {
    const { form, html, url } = page;
    if (form === undefined || pages > 8) {
      throw new Error(`the sign-in ended at ${url.pathname}:\n${html}`);
    }
    const answers: Readonly<Record<string, () => string>> = {
      username: () => 'alice',
      password: () => password,
      code: newCode,
    };
    const filled = [...form.fields].flatMap((name) => {
      const answer = answers[name];
      return answer === undefined ? [] : [[name, answer()] as const];
    });
    page = await browser.submit(page, Object.fromEntries(filled));
  }
  return page.url;
}
