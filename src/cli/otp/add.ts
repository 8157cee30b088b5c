// postern otp add: binds a second factor that exists elsewhere, from its otpauth URL.

import { hasSecondFactor, listUnusedRecoveryCodes } from '../../accounts/account.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { argument, text, wholeNumber } from '../frame/options.ts';
import { factorRefusal } from './factor-refusal.ts';

export const otpAdd = defineCommand({
  name: 'otp add',
  summary: 'Adds a second factor from its otpauth URL',
  arguments: { user, url: argument('URL', 'otpauth://totp/… or otpauth://hotp/…, in quotes') },
  options: {
    code: text('CODE', 'a code of the factor, to prove it; without it the factor is unconfirmed until used'),
    name: text('NAME', "what its owner knows it by; the URL's label unless given"),
    t0: wholeNumber('SECONDS', 'codes by time: where counting starts; POSTERN_OTP_T0 unless given'),
  },
  run: async (input, { open }) => {
    const { code, name, t0 } = input.options;
    const { accounts, kicks } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const added = await accounts.factors.add(account.id, input.arguments.url, {
      ...(code === undefined ? {} : { code }),
      ...(name === undefined ? {} : { name }),
      ...(t0 === undefined ? {} : { t0 }),
    });
    if (added.outcome !== 'added') {
      throw factorRefusal(added.outcome);
    }
    if (!hasSecondFactor(account)) {
      // What the password alone had opened.
      await kicks.ask(account);
    }
    const { id, type, state, confirmed } = added.factor;
    const done = `${account.username} has a new second factor${confirmed ? '.' : ', unconfirmed until first used.'}`;
    const hasCodes = listUnusedRecoveryCodes(await getAccount(accounts, account.id)).length > 0;
    const hint = `There are no recovery codes for when it is lost. Make some: postern otp recovery-codes ${account.username}`;
    return {
      json: { id, kind: type, state, confirmed },
      text: hasCodes ? done : `${done}\n${hint}`,
    };
  },
});
