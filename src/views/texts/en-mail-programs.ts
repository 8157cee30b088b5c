// English: what is said where mail programs ask for something that is not set up yet.

export const mailPrograms = {
  noServers:
    'There is no mail server for this domain here. If there should be one, the administrator adds its addresses: postern services add NAME --imap HOST:PORT --smtp HOST:PORT (and the domain to POSTERN_MAIL_DOMAINS).',
  noServerName:
    'There is no add-on for Thunderbird yet, because no mail server is known by its full name. The administrator adds it: postern services add NAME --imap HOST:PORT --smtp HOST:PORT',
  noThunderbirdClient:
    'There is no add-on for Thunderbird yet, because Thunderbird is not known here. The administrator adds it: postern clients add --preset thunderbird --id thunderbird',
};
