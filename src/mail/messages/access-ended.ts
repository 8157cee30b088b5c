// To the owner: everybody was signed out of the account, because a device was lost. What proves the owner stays.

import type { Message } from './message.ts';

export const accessEnded: Message = ({ texts, brand, remedies, occasion: { facts } }) => {
  const hasSecondStep = facts.hasSecondStep === true;
  return {
    subject: texts.accessEnded.subject(brand),
    what: texts.accessEnded.what(hasSecondStep),
    ...(hasSecondStep ? { ifYou: texts.accessEnded.ifYou } : {}),
    ifNot: remedies.changePassword,
  };
};
