// Doveadm's HTTP API: the connections of one person are closed.

const deadlineMs = 5000;
/** `doveadm kick` ends so when nobody was connected. */
const nobodyThere = 68;

/** The mail server was reached, and will not close the connections of this one person. */
export class KickRefusedError extends Error {}

/** Resolves when none of the connections is open any more. The errors that it throws never hold the address: its key is a secret. */
export async function kickAtDoveadm(address: string, user: string): Promise<void> {
  if (user === '' || /[*?\\]/.test(user)) {
    throw new KickRefusedError('doveadm takes this name for a pattern: its connections are not closed');
  }
  const url = new URL(address);
  const authorization = authorize(url);
  url.username = '';
  url.password = '';
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify([['kick', { mask: [user] }, 'postern']]),
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMs),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`doveadm answers ${answer.status}`);
  }
  requireDone(text);
}

/** The key alone, or a name with a password: Dovecot knows both. */
function authorize({ username, password }: URL): string {
  const [name, key] = [username, password].map(decodeURIComponent);
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  return name === '' ? `X-Dovecot-API ${encode(key ?? '')}` : `Basic ${encode(`${name}:${key}`)}`;
}

function requireDone(text: string): void {
  const [kind, facts] = readFirst(text);
  const { type, exitCode } = Object(facts);
  if (kind !== 'doveadmResponse' && exitCode !== nobodyThere) {
    throw new KickRefusedError(
      `doveadm refuses the kick: ${exitCode ?? type ?? 'its answer is of another form'}`,
    );
  }
}

function readFirst(text: string): readonly unknown[] {
  try {
    const [first] = JSON.parse(text);
    return Array.isArray(first) ? first : [];
  } catch {
    return [];
  }
}
