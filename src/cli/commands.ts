// Every command, in the order of the help.

import { accountsAdd } from './accounts/add.ts';
import { accountsDelete } from './accounts/delete.ts';
import { accountsDisable } from './accounts/disable.ts';
import { accountsEnable } from './accounts/enable.ts';
import { accountsList } from './accounts/list.ts';
import { accountsLostDevice } from './accounts/lost-device.ts';
import { accountsRequireFactor } from './accounts/require-factor.ts';
import { accountsSetEmails } from './accounts/set-emails.ts';
import { accountsSetOwners } from './accounts/set-owners.ts';
import { accountsSetPassword } from './accounts/set-password.ts';
import { accountsShow } from './accounts/show.ts';
import { appPasswordsAdd } from './app-passwords/add.ts';
import { appPasswordsList } from './app-passwords/list.ts';
import { appPasswordsRemove } from './app-passwords/remove.ts';
import { clientsAdd } from './clients/add.ts';
import { clientsDelete } from './clients/delete.ts';
import { clientsList } from './clients/list.ts';
import { clientsShow } from './clients/show.ts';
import { devicesEnd } from './devices/end.ts';
import { devicesList } from './devices/list.ts';
import { exportAccounts } from './export/export.ts';
import type { Command } from './frame/command.ts';
import { servicesAdd } from './mail-services/add.ts';
import { servicesDelete } from './mail-services/delete.ts';
import { servicesList } from './mail-services/list.ts';
import { servicesRotateSecret } from './mail-services/rotate-secret.ts';
import { servicesSet } from './mail-services/set.ts';
import { otpAdd } from './otp/add.ts';
import { otpEnrol } from './otp/enrol.ts';
import { otpImport } from './otp/import.ts';
import { otpRecoveryCodes } from './otp/recovery-codes.ts';
import { otpRemove } from './otp/remove.ts';
import { otpRename } from './otp/rename.ts';
import { otpReset } from './otp/reset.ts';
import { otpStatus } from './otp/status.ts';
import { otpTicket } from './otp/ticket.ts';
import { otpVerify } from './otp/verify.ts';
import { rulesAdd } from './rules/add.ts';
import { rulesExplain } from './rules/explain.ts';
import { rulesList } from './rules/list.ts';
import { mfa } from './rules/mfa.ts';
import { rulesRemove } from './rules/remove.ts';
import { reportMfa } from './rules/report-mfa.ts';
import { autoconfig } from './server/autoconfig.ts';
import { config } from './server/config.ts';
import { recipe } from './server/recipe.ts';
import { serve } from './server/serve.ts';
import { setup } from './server/setup.ts';

export const commands: readonly Command[] = [
  serve,
  setup,
  config,
  accountsAdd,
  accountsList,
  accountsShow,
  accountsSetPassword,
  accountsSetEmails,
  accountsDisable,
  accountsEnable,
  accountsLostDevice,
  accountsRequireFactor,
  accountsSetOwners,
  accountsDelete,
  otpEnrol,
  otpAdd,
  otpImport,
  otpStatus,
  otpVerify,
  otpRename,
  otpRemove,
  otpRecoveryCodes,
  otpReset,
  otpTicket,
  mfa,
  reportMfa,
  rulesAdd,
  rulesList,
  rulesRemove,
  rulesExplain,
  clientsAdd,
  clientsList,
  clientsShow,
  clientsDelete,
  servicesAdd,
  servicesList,
  servicesSet,
  servicesRotateSecret,
  servicesDelete,
  appPasswordsAdd,
  appPasswordsList,
  appPasswordsRemove,
  devicesList,
  devicesEnd,
  recipe,
  autoconfig,
  exportAccounts,
];
