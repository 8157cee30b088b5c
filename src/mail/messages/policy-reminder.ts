// To whoever has no second step yet: from a day on it is needed, and this is how to set it up.

import type { Message } from './message.ts';

export const policyReminder: Message = ({ texts, brand, support, sayMoment, occasion: { facts } }) => {
  const { subject, what, open, note, closing } = texts.policyReminder;
  return {
    subject: subject(brand, Number(facts.days)),
    what: what(sayMoment(Number(facts.date))),
    enclosure: { link: String(facts.address), label: open },
    note,
    closing: closing(support),
    isNoAct: true,
  };
};
