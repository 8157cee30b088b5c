// To the owner: an administrator gave leave to set up the first authenticator app.

import type { Message } from './message.ts';

export const ticketIssued: Message = ({ texts, brand, remedies }) => ({
  subject: texts.ticketIssued.subject(brand),
  what: texts.ticketIssued.what,
  ifNot: remedies.askedInYourName,
});
