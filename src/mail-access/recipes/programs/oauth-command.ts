// A command that prints a fresh access token, for programs that cannot get one themselves: Debian's mutt_oauth2.py, told of this server.

import { ownerOf } from '../person.ts';
import { type RecipeFile, type RecipeValues, requirePlain } from '../recipe.ts';

export interface OauthCommand {
  readonly file: RecipeFile;
  /** Prints an access token; for a shell. */
  readonly command: string;
  /** Prints the refresh token; for programs that refresh by themselves. */
  readonly refreshCommand: string;
  /** Comment lines that say how to begin; they end with a line break. */
  readonly note: string;
}

/** `client`: the program's id at Postern, which is the name of its preset unless the administrator chose another. */
export function oauthCommandOf(values: RecipeValues, preset: string): OauthCommand {
  const client = requirePlain('client', values.client ?? preset);
  const directory = requirePlain('directory', values.directory ?? '~/.config/postern');
  const name = `postern-${preset}.py`;
  const command = `python3 ${directory}/${name}`;
  const { deviceFlow = true } = values;
  const note = `\
# The program is known to Postern by the client id "${client}". Once, by the administrator:
#   postern clients add --preset ${preset} --id ${client}
# Put ${name} into ${directory}/ and connect, in a browser of this machine${deviceFlow ? ', or of any other' : ''}:
#   ${command} --authorize
${deviceFlow ? `#   ${command} --authorize --authflow devicecode\n` : ''}`;
  const content = renderScript(values, { client, preset, command });
  const file = { name, content, secret: false };
  return { file, command, refreshCommand: `${command} --refresh-token`, note };
}

function renderScript(
  values: RecipeValues,
  { client, preset, command }: { client: string; preset: string; command: string },
): string {
  const issuer = requirePlain('issuer', values.issuer);
  const scope = requirePlain('scope', values.scope);
  requirePlain('service.name', values.service.name);
  const { login, note } = ownerOf(values);
  const withoutBrowser =
    values.deviceFlow === false
      ? ''
      : `# Without a browser on this machine:                      ${command} --authorize --authflow devicecode\n`;
  return `\
#!/usr/bin/env python3
# Prints an access token for ${preset}, renewed when it has run out: mutt_oauth2.py, told of this Postern.
# It comes with Debian's packages mutt and neomutt; elsewhere name the file in MUTT_OAUTH2.
${note}#
# Connect once, and again when the connection was ended:  ${command} --authorize
${withoutBrowser}import gzip
import json
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOKENS = HERE / '${preset}-tokens'
# The tokens lie in a file that only you can read. With a key of GnuPG they lie there encrypted:
#   ENCRYPT, DECRYPT = ['gpg', '--encrypt', '--default-recipient-self'], ['gpg', '--decrypt']
ENCRYPT, DECRYPT = ['cat'], ['cat']

POSTERN = {
    'authorize_endpoint': '${issuer}/authorize',
    'devicecode_endpoint': '${issuer}/device_authorization',
    'token_endpoint': '${issuer}/token',
    'redirect_uri': 'http://localhost/',
    'imap_endpoint': '',
    'pop_endpoint': '',
    'smtp_endpoint': '',
    'sasl_method': 'OAUTHBEARER',
    'scope': '${scope} offline_access',
    'client_id': '${client}',
    'client_secret': '',
}
ANSWERS = {
    'OAuth2 registration': 'postern',
    'Preferred OAuth2 flow': 'localhostauthcode',
    'Account e-mail': '${login}',
}
PLACES = [
    os.environ.get('MUTT_OAUTH2', ''),
    '/usr/share/doc/mutt/examples/mutt_oauth2.py',
    '/usr/share/doc/neomutt/oauth2/mutt_oauth2.py',
    '/usr/share/doc/neomutt/oauth2/mutt_oauth2.py.gz',
    '/usr/share/neomutt/oauth2/mutt_oauth2.py',
    '/usr/share/mutt/mutt_oauth2.py',
]


def read_source():
    for place in filter(os.path.isfile, PLACES):
        opened = gzip.open if place.endswith('.gz') else open
        with opened(place, 'rt', encoding='utf-8') as file:
            return place, file.read()
    sys.exit('mutt_oauth2.py was not found: install mutt or neomutt, or name the file in MUTT_OAUTH2')


def tell(source):
    source, found = re.subn(r'(?m)^registrations = \\{$', f"registrations = {{\\n    'postern': {POSTERN!r},", source)
    if not found:
        sys.exit('this mutt_oauth2.py has no table of registrations')
    source = re.sub(r'(?m)^ENCRYPTION_PIPE = .*$', f'ENCRYPTION_PIPE = {ENCRYPT!r}', source)
    return re.sub(r'(?m)^DECRYPTION_PIPE = .*$', f'DECRYPTION_PIPE = {DECRYPT!r}', source)


def answer(question=''):
    for beginning, text in ANSWERS.items():
        if question.startswith(beginning):
            return text
    return input(question)


if '--refresh-token' in sys.argv:
    import subprocess
    tokens = subprocess.run(DECRYPT, check=True, input=TOKENS.read_bytes(), capture_output=True).stdout
    print(json.loads(tokens)['refresh_token'])
    sys.exit()
path, text = read_source()
sys.argv.append(str(TOKENS))
exec(compile(tell(text), path, 'exec'), {'__name__': '__main__', 'input': answer})
`;
}
