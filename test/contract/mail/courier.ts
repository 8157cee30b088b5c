// A process of its own that delivers what waits in a store, until it is killed: the gateway's port and the time are told to it.

import '../../support/old-wire-version.ts';

import { startDelivery } from '../../../src/mail/delivery.ts';
import { createOutbox } from '../../../src/mail/outbox.ts';
import { createSmtpSender } from '../../../src/mail/smtp.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { testSealer } from '../../support/accounts.ts';
import { quietLog } from '../../support/engines.ts';

const { target, port, now } = JSON.parse(process.argv[2] ?? '');
const clock = { now: () => now };
const settings = {
  smtp: { host: '127.0.0.1', port, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const store = await openStore(target, { clock, log: quietLog });
const outbox = createOutbox({ store, sealer: testSealer, clock, log: quietLog, settings });
startDelivery({ outbox, send: createSmtpSender(settings), log: quietLog });
setInterval(() => {}, 60_000);
