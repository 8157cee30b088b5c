// The Lua script by which Dovecot asks Postern about passwords, for both of its generations.

import { requirePlain } from '../recipe.ts';

export interface CheckScriptValues {
  readonly issuer: string;
  /** What differs between the generations of Dovecot: how `secret()` finds the secret of the mail service, … */
  readonly secret: string;
  /** … the settings of the HTTP client, as a Lua table, … */
  readonly client: string;
  /** … and the names of the request's protocol and client address. */
  readonly protocol: string;
  readonly address: string;
}

/**
 * Only 204 lets anybody in and only 403 says that the password was wrong: anything else is a temporary failure, and mail
 * programs try again. The empty password is refused here: nobody has one.
 */
export function renderCheckScript(values: CheckScriptValues): string {
  return `\
local URL = "${requirePlain('issuer', values.issuer)}/mail/check"
local client

${values.secret}
function script_init(settings)
  init_secret(settings)
  client = dovecot.http.client ${values.client}
  return 0
end

local function json(text)
  local escaped = tostring(text or ""):gsub('[%c"\\\\]', function(character)
    return string.format("\\\\u%04x", character:byte())
  end)
  return '"' .. escaped .. '"'
end

function auth_password_verify(request, password)
  if password == nil or password == "" then
    return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, {}
  end
  local check = client:request { url = URL, method = "POST" }
  check:add_header("Content-Type", "application/json")
  check:add_header("Authorization", "Bearer " .. find_secret())
  check:set_payload('{"user":' .. json(request.user) .. ',"password":' .. json(password)
    .. ',"service":' .. json(${values.protocol}) .. ',"remote_ip":' .. json(${values.address})
    .. ',"session":' .. json(request.session) .. '}')
  local answer = check:submit()
  local status = answer:status()
  local login = answer:header("X-Auth-User")
  if status == 204 and login ~= "" then
    return dovecot.auth.PASSDB_RESULT_OK, { user = login }
  end
  if status == 403 then
    return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, {}
  end
  request:log_error("Postern answered " .. status .. " " .. answer:reason())
  return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, {}
end
`;
}
