// When the provider sends a person to the sign-in: its own reasons, and ours.

import { interactionPolicy } from 'oidc-provider';

type DefaultPolicy = ReturnType<typeof interactionPolicy.base>;

/** A session whose person is disabled, gone, or was signed out from outside counts as no session. */
export function createSignInPolicy(): DefaultPolicy {
  const { base, Check } = interactionPolicy;
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check(
        'session_ended',
        'the session was ended',
        'login_required',
        ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
      ),
    );
  return policy;
}
