// What a message about an account is: words for an occasion, laid out by `compose.ts` alike for all of them.

import type { Texts } from '../../views/texts/texts.ts';

/** What happened, to whom and from where. */
export interface Occasion {
  readonly username: string;
  /** BCP 47 language tag of the account. */
  readonly locale?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by?: 'owner' | 'admin';
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
  readonly occasion: Occasion;
}

export interface Words {
  readonly subject: string;
  readonly what: string;
  /** The one right thing to do, where it was not the owner. */
  readonly action: string;
  /** What is worth knowing in any case. */
  readonly note?: string;
}

export type Message = (frame: MessageFrame) => Words;
