// Settings of how long things live: sessions, sign-ins, links, tokens.

import { duration } from '../kinds.ts';
import { row } from '../row.ts';

const tokenLife = duration({ least: '1s', most: '24h' });
const refreshLife = duration({ least: '1s', most: '3650d' });
const sessionLife = duration({ least: '1s', most: '30d' });
const linkLife = duration({ least: '1s', most: '24h' });

export const lifeRows = {
  sessionIdle: row(sessionLife, {
    name: 'POSTERN_SESSION_IDLE',
    default: '1h',
    meaning: 'a browser that was not used for so long is asked again',
  }),
  sessionMax: row(sessionLife, {
    name: 'POSTERN_SESSION_MAX',
    default: '24h',
    meaning: 'a browser is asked again after so long in any case',
  }),
  signInLife: row(linkLife, {
    name: 'POSTERN_SIGN_IN_LIFE',
    default: '1h',
    meaning: 'how long a sign-in may take from its first page to its last',
  }),
  setupLife: row(linkLife, {
    name: 'POSTERN_SETUP_LIFE',
    default: '1h',
    meaning: 'how long the link that makes the first super administrator works',
  }),
  linkLife: row(linkLife, {
    name: 'POSTERN_LINK_LIFE',
    default: '24h',
    meaning: 'how long a mailed link that adds an authenticator app works',
  }),
  ticketLife: row(duration({ least: '1s', most: '30d' }), {
    name: 'POSTERN_TICKET_LIFE',
    default: '72h',
    meaning: 'how long a ticket works that an administrator gave for the first authenticator app',
  }),
  accessTokenLife: row(tokenLife, {
    name: 'POSTERN_ACCESS_TOKEN_LIFE',
    default: '10m',
    meaning: 'life of access tokens without a mail scope',
  }),
  mailTokenLife: row(tokenLife, {
    name: 'POSTERN_MAIL_TOKEN_LIFE',
    default: '60m',
    meaning: 'life of access tokens that open a mailbox',
  }),
  leaseLife: row(duration({ least: '1s', most: '24h' }), {
    name: 'POSTERN_LEASE_LIFE',
    default: '12h',
    meaning:
      'where a mail service takes `password$code` with a lease: how long the same text works on from the same address',
  }),
  refreshIdle: row(refreshLife, {
    name: 'POSTERN_REFRESH_IDLE',
    default: '90d',
    meaning: 'a device that was not used for so long signs in again',
  }),
  refreshMax: row(refreshLife, {
    name: 'POSTERN_REFRESH_MAX',
    default: '400d',
    meaning: 'a device signs in again after so long in any case',
  }),
  refreshFixedMax: row(refreshLife, {
    name: 'POSTERN_REFRESH_FIXED_MAX',
    default: '180d',
    meaning: 'the same for a program that cannot store a new refresh token',
  }),
  refreshGrace: row(duration({ least: '0s', most: '300s' }), {
    name: 'POSTERN_REFRESH_GRACE',
    default: '60s',
    meaning: 'a refresh token repeated within this time gets the same successor again',
  }),
} as const;
