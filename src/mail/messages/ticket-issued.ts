// To the owner: an administrator gave leave to set up the first authenticator app.

import type { Message } from './message.ts';

export const ticketIssued: Message = ({ texts, brand, support }) => ({
  subject: texts.ticketIssued.subject(brand),
  what: texts.ticketIssued.what,
  action: texts.askToEnd(support),
});
