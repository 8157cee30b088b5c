// The gateway: one mail over SMTP, within limits, with a Message-ID by which a duplicate is known as one.

import { createTransport } from 'nodemailer';
import type { Settings } from '../config/settings.ts';
import { sha256 } from '../secrets/hashing.ts';
import type { OutgoingMail } from './waiting-mails.ts';

/** Resolves when the gateway has taken the mail; rejects when it has not, or has not said so in time. */
export type SendMail = (id: string, mail: OutgoingMail) => Promise<void>;

const answerMs = 10_000;
/** Below the first pause after a try: nobody else takes a mail while it is being sent. */
const deadlineMs = 45_000;

/** Undefined where no gateway is set. */
export function createSmtpSender({
  smtp,
  mailFrom,
}: Pick<Settings, 'smtp' | 'mailFrom'>): SendMail | undefined {
  if (smtp === undefined || mailFrom === undefined) {
    return undefined;
  }
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls === 'at-once',
    requireTLS: smtp.tls === 'required',
    ignoreTLS: smtp.tls === 'none',
    tls: { minVersion: 'TLSv1.2' },
    ...(smtp.login === undefined ? {} : { auth: { user: smtp.login.user, pass: smtp.login.password } }),
    dnsTimeout: answerMs,
    connectionTimeout: answerMs,
    greetingTimeout: answerMs,
    socketTimeout: answerMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { address } = mailFrom;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return (id, mail) =>
    withDeadline(
      transport.sendMail({
        // The envelope is said apart: nothing in a header can add to it.
        envelope: { from: address, to: [mail.to] },
        from: { name: mailFrom.name ?? '', address },
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${sha256(id)}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      }),
    );
}

async function withDeadline(sending: Promise<unknown>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = Object.assign(new Error('the gateway did not take the mail in time'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => reject(late), deadlineMs);
  timer.unref();
  try {
    await Promise.race([sending, promise]);
  } finally {
    clearTimeout(timer);
  }
}
