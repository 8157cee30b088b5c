// The name beside a new password, for password managers: they keep the password under it.

import { type Html, html } from '../html.ts';

/** Not shown, and never read: who it is, the server knows. */
export function usernameForManagers(username: string): Html {
  return html`<input type="text" name="username" autocomplete="username" value="${username}" hidden readonly>`;
}
