// The facts of an event in the words of our own lists: what else they may say, no mail repeats.

import type { MessageFrame, Occasion } from './message.ts';

const things = ['app', 'token', 'either'] as const;
const doors = ['code', 'recovery', 'ticket'] as const;
const nextSignIns = ['password', 'set-up', 'mailed-code', 'ticket'] as const;

/** What a second factor is in its owner's hands. */
export function readThing({ thing }: Occasion['facts']): (typeof things)[number] {
  return things.find((known) => known === thing) ?? 'either';
}

/** What was typed: a code unless it is known to be something else. */
export function readDoor({ door }: Occasion['facts']): (typeof doors)[number] {
  return doors.find((known) => known === door) ?? 'code';
}

/** An owner of a shared mailbox reads of what they did themselves. */
export function isOwnAct({ actor, username, isOwner }: Occasion): boolean {
  return isOwner === true && actor === username;
}

/** What the next sign-in asks for, where no second factor is left; empty where nobody signs in. */
export function sayNext(texts: MessageFrame['texts'], { next }: Occasion['facts']): string {
  const known = nextSignIns.find((one) => one === next);
  return known === undefined ? '' : texts.next[known];
}
