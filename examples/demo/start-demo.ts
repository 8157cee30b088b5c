// The demo, joined once: store, people, Postern, sample app, mailbox, phone and start page; and all of it ended again.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDesk } from './desk.ts';
import { writeGreeting } from './greeting.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { addPeople, addSampleApp } from './people.ts';
import { createPhone } from './phone.ts';
import { choosePorts } from './ports.ts';
import { createPostern } from './postern.ts';
import { startSampleApp } from './sample-app.ts';
import { createTour } from './tour.ts';

export interface Demo {
  /** For the terminal: addresses, people, what to try. */
  readonly greeting: string;
  /** Rejects when Postern ended by itself. */
  readonly failed: Promise<never>;
  /** Ends everything and removes the store. */
  close(): Promise<void>;
}

export async function startDemo({ port }: { port: number }): Promise<Demo> {
  const undo: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of undo.splice(0).reverse()) {
      await end();
    }
  };
  try {
    return { ...(await start(port, (end) => undo.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(port: number, atEnd: (end: () => unknown) => void): Promise<Omit<Demo, 'close'>> {
  const ports = await choosePorts(port);
  const directory = mkdtempSync(join(tmpdir(), 'postern-demo-'));
  atEnd(() => rmSync(directory, { recursive: true, force: true }));
  const mails = await startMailCatcher();
  atEnd(mails.close);

  const postern = createPostern({ directory, port: ports.postern, smtpUrl: mails.url });
  const places = {
    postern: postern.issuer,
    sampleApp: `http://localhost:${ports.sampleApp}`,
    desk: `http://localhost:${ports.desk}`,
  };
  const { people, bobsFactor, recoveryCodes } = await addPeople(postern);
  const sampleClient = await addSampleApp(postern, places.sampleApp);
  await postern.start();
  atEnd(postern.stop);

  const tour = createTour({ places, people, settings: postern.settings });
  const sampleApp = { issuer: postern.issuer, address: places.sampleApp, demo: tour.home };
  atEnd(await startSampleApp({ ...sampleApp, ...sampleClient }));
  const phone = createPhone([bobsFactor]);
  atEnd(await startDesk({ address: places.desk, tour, mails, phone, recoveryCodes }));
  return { greeting: writeGreeting(tour), failed: postern.failed };
}
