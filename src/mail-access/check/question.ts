// What a mail server asks: who wants in, with what, for which protocol and from where. Read strictly; nothing is guessed.

import { isUtf8 } from 'node:buffer';
import { isIP } from 'node:net';
import { AppError } from '../../base/app-error.ts';
import { foldMailProtocol, isMailProtocol } from '../../base/mail-protocol.ts';
import { readJsonObject } from '../../http/json.ts';

export interface Question {
  /** The name as it was typed. */
  readonly user: string;
  /** As it was typed: an app password, `password$code`, or an account password. Undefined: bytes that are no text, so nobody's. */
  readonly password: string | undefined;
  /** Such as `imap`. */
  readonly protocol: string;
  /** Where the person's program is; undefined where the mail server does not know. */
  readonly address: string | undefined;
  /** The mail server's own name for this connection, for the log. */
  readonly session: string | undefined;
}

/** Throws `AppError('bad-request')`, whose detail names the field. */
export function readQuestion(bytes: Buffer): Question {
  const fields = readJsonObject(bytes.toString('utf8'));
  const read = (name: string): string => readText(fields, name);
  return {
    user: read('user'),
    // A program that types in another encoding has a wrong password, not a broken mail server.
    password: isUtf8(bytes) ? read('password') : void read('password'),
    protocol: readProtocol(read('service')),
    address: readAddress(readOptional(fields, 'remote_ip')),
    session: readOptional(fields, 'session')?.slice(0, 128),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') {
    throw refusal(`${name} must be a string`);
  }
  if (value.includes('\0') || !value.isWellFormed()) {
    throw refusal(`${name} must not hold NUL or half a character`);
  }
  return value;
}

/** Absent, null and empty say the same: some mail servers send what they do not know as nothing. */
function readOptional(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return value === undefined || value === null || value === '' ? undefined : readText(fields, name);
}

function readProtocol(text: string): string {
  if (!isMailProtocol(text.toLowerCase())) {
    throw refusal('service must be the name of a protocol, such as imap');
  }
  return foldMailProtocol(text);
}

function readAddress(text: string | undefined): string | undefined {
  if (text !== undefined && isIP(text) === 0) {
    throw refusal('remote_ip must be an IP address');
  }
  return text;
}

function refusal(detail: string): AppError {
  return new AppError('bad-request', { detail });
}
