// To the owner: the printed codes do not work any more, others do.

import type { Message } from './message.ts';

export const recoveryCodesRenewed: Message = ({ texts, brand, remedies }) => ({
  subject: texts.recoveryCodesRenewed.subject(brand),
  what: texts.recoveryCodesRenewed.what,
  ifNot: remedies.renewCodes,
});
