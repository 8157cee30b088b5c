// German: what is said where mail programs ask for something that is not set up yet.

import type { Texts } from './texts.ts';

export const mailPrograms: Texts['mailPrograms'] = {
  noServers:
    'Für diese Domain gibt es hier keinen Mailserver. Wenn es einen geben soll, trägt die Administration seine Adressen ein: postern services add NAME --imap HOST:PORT --smtp HOST:PORT (und die Domain in POSTERN_MAIL_DOMAINS).',
  noServerName:
    'Das Add-on für Thunderbird gibt es noch nicht, weil kein Mailserver mit vollem Namen bekannt ist. Die Administration trägt ihn ein: postern services add NAME --imap HOST:PORT --smtp HOST:PORT',
  noThunderbirdClient:
    'Das Add-on für Thunderbird gibt es noch nicht, weil Thunderbird hier nicht bekannt ist. Die Administration trägt es ein: postern clients add --preset thunderbird --id thunderbird',
};
