// What a message about an account is: words for an occasion, laid out by `compose.ts` alike for all of them.

import type { Texts } from '../../views/texts/texts.ts';
import type { Remedies, Remedy } from './remedies.ts';

/** What happened, to whom and from where. */
export interface Occasion {
  /** Of whoever reads this. */
  readonly username: string;
  /** As people say it. */
  readonly name?: string;
  /** BCP 47 language tag of the account, or of the page that asked for the mail. */
  readonly locale?: string;
  /** User name of the shared mailbox or machine that it is about; nobody signs in to it. */
  readonly mailbox?: string;
  /** An owner of that mailbox reads this; otherwise it goes to the mailbox's own addresses. */
  readonly isOwner?: true;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** So many were mailed on this day (in UTC) that the next ones are not. */
  readonly isLastOfDay?: true;
  readonly by?: 'owner' | 'admin';
  /** User name of the owner of that mailbox who did it. */
  readonly actor?: string;
  /** IP address. */
  readonly address?: string;
  /** The header as it came; only a program's and a system's name are taken from it. */
  readonly userAgent?: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** What the mail brings, and nothing else keeps. */
  readonly secret?: { readonly link: string } | { readonly code: string };
}

export interface MessageFrame {
  readonly texts: Texts['mail'];
  readonly brand: string;
  /** Whom to ask for help. */
  readonly support: string;
  /** What is done where it was somebody else. */
  readonly remedies: Remedies;
  readonly occasion: Occasion;
  /** A second factor by its name, from an event's facts. */
  sayFactor(label: string): string;
  /** Day and time of day, in UTC and saying so, from milliseconds since 1970. */
  sayMoment(milliseconds: number): string;
}

/** What the owner came for: a link stands on a line of its own, a code in groups. */
export type Enclosure =
  | { readonly link: string /** What opening it does. */; readonly label: string }
  | { readonly code: string };

interface CommonWords {
  /** Never a secret: it is read on locked screens. */
  readonly subject: string;
  readonly what: string;
  readonly enclosure?: Enclosure;
  /** What is worth knowing in any case. */
  readonly note?: string;
}

/** News of what was done. */
export interface News extends CommonWords {
  /** What is left to do where it was the owner; nothing, unless given. */
  readonly ifYou?: string;
  readonly ifNot: Remedy;
}

/** What the owner asked for, or has to do: it ends with words of its own. */
export interface Errand extends CommonWords {
  readonly closing: string | Remedy;
  /** It tells of no act: when and from where say nothing. */
  readonly isNoAct?: true;
}

export type Words = News | Errand;

export type Message = (frame: MessageFrame) => Words;
