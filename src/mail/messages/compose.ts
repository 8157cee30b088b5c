// A message as a mail: plain text and the same as HTML, in the account's language, under the operator's brand.

import { nameBrowser } from '../../base/browser-name.ts';
import type { Settings } from '../../config/settings.ts';
import { createPalette } from '../../views/assets/palette.ts';
import { type Html, html } from '../../views/html.ts';
import { dateFormOf } from '../../views/texts/dates.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';
import { findTexts } from '../../views/texts/find-texts.ts';
import type { OutgoingMail } from '../waiting-mails.ts';
import { enclosureAsHtml, enclosureAsText } from './enclosure.ts';
import { isOwnAct } from './facts.ts';
import type { Enclosure, Message, MessageFrame, Occasion, Words } from './message.ts';
import { createRemedies, type Remedy } from './remedies.ts';

export type MailBrand = Pick<Settings, 'brandName' | 'brandColor' | 'support' | 'issuer'>;

/** Words, or an address of this server alone on its line. */
type Paragraph = string | { readonly address: string };

/** The parts in the order they are read. */
interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly what: string;
  readonly enclosure?: Enclosure;
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** One paragraph each. */
  readonly advice: readonly Paragraph[];
  readonly why: string;
}

export function composeMail(
  message: Message,
  brand: MailBrand,
  occasion: Occasion,
): Omit<OutgoingMail, 'to'> {
  const all = findTexts(occasion.locale);
  const { language, mail: texts, yourAdministrator } = all;
  const support = brand.support ?? yourAdministrator;
  const frame = {
    texts,
    brand: brand.brandName,
    support,
    remedies: createRemedies({ texts, support, issuer: brand.issuer, hasPages: hasPages(occasion) }),
    occasion,
    sayFactor: (label: string) => factorLabel(all, label),
    sayMoment: createMomentWords(texts, dateFormOf(language)),
  };
  const letter = toLetter(message, frame);
  return { subject: letter.subject, text: toText(letter), html: toHtml(letter, brand, language) };
}

/** Nobody signs in to a mailbox's own account pages; its owners have theirs. */
function hasPages({ mailbox, isOwner }: Occasion): boolean {
  return mailbox === undefined || isOwner === true;
}

function toLetter(message: Message, frame: MessageFrame): Letter {
  const { texts, occasion } = frame;
  const words = message(frame);
  return {
    subject: words.subject,
    greeting: texts.greeting(oneLine(occasion.name ?? occasion.username)),
    what: oneLine(words.what),
    ...(words.enclosure === undefined ? {} : { enclosure: words.enclosure }),
    facts: 'isNoAct' in words ? [] : listFacts(frame),
    advice: [
      words.note ?? '',
      occasion.isLastOfDay ? texts.lastOfDay : '',
      ...listClosing(words, frame),
    ].filter((part) => part !== ''),
    why: sayWhy(frame),
  };
}

function sayWhy({ texts, brand, occasion: { mailbox, isOwner, username } }: MessageFrame): string {
  if (mailbox === undefined) {
    return texts.why(brand, username);
  }
  return isOwner === true ? texts.whyOwner(brand, mailbox) : texts.whyMailbox(brand, mailbox);
}

function listFacts({ texts, occasion, sayMoment }: MessageFrame): Letter['facts'] {
  const place = [occasion.address, nameBrowser(occasion.userAgent)].filter((part) => part !== undefined);
  const lines = [
    [texts.when, sayMoment(occasion.at)],
    [texts.where, place.join(', ')],
    [texts.by, occasion.by === 'admin' ? texts.anAdministrator : (occasion.actor ?? '')],
  ] as const;
  return lines.filter(([, value]) => value !== '');
}

function listClosing(words: Words, { texts, occasion }: MessageFrame): readonly Paragraph[] {
  if ('closing' in words) {
    return typeof words.closing === 'string' ? [words.closing] : listRemedy(words.closing);
  }
  const isOthersAct = occasion.by === 'admin' || (occasion.actor !== undefined && !isOwnAct(occasion));
  const ifYou = words.ifYou ?? (isOthersAct ? texts.ifYouKnow : texts.ifYou);
  return [ifYou, ...listRemedy({ ...words.ifNot, act: texts.ifNot(words.ifNot.act) })];
}

function listRemedy({ act, address, afterwards, otherwise = '' }: Remedy): readonly Paragraph[] {
  const second = afterwards === undefined ? [] : [afterwards.act, { address: afterwards.address }];
  return [act, ...(address === undefined ? [] : [{ address }]), ...second, otherwise];
}

/** A name of somebody's choice makes no lines of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** The month in letters and the hours to 24: nobody reads another day or half of it. */
function createMomentWords({ moment }: MessageFrame['texts'], dateForm: string): MessageFrame['sayMoment'] {
  const day = new Intl.DateTimeFormat(dateForm, { dateStyle: 'long', timeZone: 'UTC' });
  const hour = new Intl.DateTimeFormat(dateForm, { timeStyle: 'short', timeZone: 'UTC' });
  return (milliseconds) => moment(day.format(milliseconds), hour.format(milliseconds));
}

function toText({ greeting, what, enclosure, facts, advice, why }: Letter): string {
  const lines = facts.map(([label, value]) => `${label}: ${value}`).join('\n');
  const said = advice.map((part) => (typeof part === 'string' ? part : part.address));
  const parts = [greeting, what, enclosure && enclosureAsText(enclosure), lines, ...said, `-- \n${why}`];
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;
}

function toHtml(letter: Letter, brand: MailBrand, language: string): string {
  const colours = createPalette(brand.brandColor, 'light');
  const body = `margin:0;padding:24px;background:${colours.paper};color:${colours.ink};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif`;
  const card = `max-width:36rem;margin:0 auto;padding:24px;background:${colours.card};border:1px solid ${colours.line};border-top:4px solid ${colours.accent};border-radius:8px`;
  const quiet = `color:${colours.quiet};font-size:14px`;
  const rows = letter.facts.map(
    ([label, value]) =>
      html`<tr><td style="padding:4px 16px 4px 0;vertical-align:top;${quiet}">${label}</td><td style="padding:4px 0">${value}</td></tr>`,
  );
  const paragraphs = letter.advice.map(toParagraph);
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${letter.subject}</title></head>
<body style="${body}">
<div style="${card}">
<p style="margin:0 0 16px;font-weight:600;color:${colours.accentInk}">${brand.brandName}</p>
<p style="margin:0 0 16px">${letter.greeting}</p>
<p style="margin:0 0 16px;font-weight:600">${letter.what}</p>
${letter.enclosure && enclosureAsHtml(letter.enclosure, colours)}
${rows.length > 0 && html`<table role="presentation" style="border-collapse:collapse;font-size:16px">${rows}</table>`}
${paragraphs}
<p style="margin:24px 0 0;${quiet}">${letter.why}</p>
</div>
</body>
</html>
`.toString();
}

function toParagraph(part: Paragraph): Html {
  return typeof part === 'string'
    ? html`<p style="margin:16px 0 0">${part}</p>`
    : html`<p style="margin:4px 0 0;overflow-wrap:anywhere"><a href="${part.address}">${part.address}</a></p>`;
}
