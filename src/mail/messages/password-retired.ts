// To the owner: after too many wrong codes the password opens nothing but browsers they used before.

import type { Message } from './message.ts';

export const passwordRetired: Message = ({ texts, brand, remedies }) => {
  const { subject, what, closing } = texts.passwordRetired;
  return { subject: subject(brand), what, closing: { ...remedies.changePassword, act: closing } };
};
