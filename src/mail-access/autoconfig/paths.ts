// Where mail programs ask: paths that their drafts and makers have fixed.

export const clientConfigPath = '/mail/config-v1.1.xml';
/** The same document at the mail domain itself (RFC 8615). */
export const wellKnownClientConfigPath = '/.well-known/autoconfig/mail/config-v1.1.xml';
export const userAgentConfigurationPath = '/.well-known/user-agent-configuration.json';
export const autodiscoverPath = '/autodiscover/autodiscover.xml';
