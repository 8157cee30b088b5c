// Settings about mail and about whom to ask: names for mail servers, mail domains, the gateway.

import { domains, line, oneOf } from '../kinds.ts';
import { mailSender, maskSmtpGateway, smtpGateway } from '../mail-kinds.ts';
import { row } from '../row.ts';

export const mailRows = {
  mailLogin: row(oneOf(['username', 'email']), {
    name: 'POSTERN_MAIL_LOGIN',
    default: 'username',
    meaning: '`username` or `email`: the name that mail servers know people by',
  }),
  mailDomains: row(domains, {
    name: 'POSTERN_MAIL_DOMAINS',
    default: '',
    meaning: 'domains whose mailboxes stand behind this door, separated by commas or spaces',
  }),
  support: row(line({ mostCharacters: 200 }), {
    name: 'POSTERN_SUPPORT',
    meaning: 'name, address, phone or URL shown wherever a person needs an administrator',
  }),
  smtp: row(smtpGateway, {
    name: 'POSTERN_SMTP_URL',
    secret: true,
    mask: maskSmtpGateway,
    meaning:
      '`smtp://USER:PASSWORD@HOST:PORT` (with STARTTLS, except on this machine) or `smtps://…`; without it no mail is sent',
  }),
  mailFrom: row(mailSender, {
    name: 'POSTERN_MAIL_FROM',
    meaning: 'sender of that mail: `ADDRESS` or `Name <ADDRESS>`',
  }),
} as const;
