// Mail on the wire: to one recipient, under one identity, and with the password only where nobody listens.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailSender, smtpGateway } from '../../../src/config/mail-kinds.ts';
import { createSmtpSender } from '../../../src/mail/smtp.ts';
import { findHeader } from '../../support/read-mail.ts';
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';

const mail = {
  to: 'alice@example.test',
  subject: 'Postern: Ein falscher Code – für Zoë',
  text: 'Grüße\n.\n..two\n-- \nend\n',
  html: '<p>Grüße</p>',
};

let sink: SmtpSink;
before(async () => {
  sink = await startSmtpSink();
});
after(() => sink?.stop());

function sender(url: string, from = 'postern@example.test') {
  const smtp = smtpGateway.parse(url);
  const mailFrom = mailSender.parse(from);
  if ('mistake' in smtp || 'mistake' in mailFrom) {
    return assert.fail(`${url} or ${from} is not taken`);
  }
  return createSmtpSender({ smtp: smtp.value, mailFrom: mailFrom.value }) ?? assert.fail();
}

test('a mail arrives as it was written', async () => {
  await sender(sink.url, 'Zoë & Söhne, GmbH <postern@example.test>')('one', mail);
  const caught = sink.mails.at(-1) ?? assert.fail();
  assert.deepEqual([caught.from, caught.to], ['postern@example.test', ['alice@example.test']]);
  assert.equal(caught.subject, mail.subject);
  assert.equal(caught.text.trimEnd(), mail.text.trimEnd());
  assert.equal(caught.html.trim(), mail.html);
  assert.match(caught.raw, /^From: =\?UTF-8\?/m);
  assert.equal(findHeader(caught.headers, 'from'), 'Zoë & Söhne, GmbH <postern@example.test>');
  assert.equal(findHeader(caught.headers, 'to'), 'alice@example.test');
  assert.equal(findHeader(caught.headers, 'auto-submitted'), 'auto-generated');
  assert.ok(caught.raw.indexOf('text/plain') < caught.raw.indexOf('text/html'), 'plain text first');
});

test('the same mail sent again has the same Message-ID, another one has another', async () => {
  const send = sender(sink.url);
  await send('again', mail);
  await send('again', mail);
  await send('other', mail);
  const [one, two, three] = sink.mails.slice(-3).map(({ headers }) => findHeader(headers, 'message-id'));
  assert.equal(one, two);
  assert.notEqual(two, three);
  assert.match(one ?? '', /^<[\w-]+@example\.test>$/);
});

test('on this machine the password is said as it is set, percent-encoding undone', async () => {
  await sender(sink.url.replace('//', '//us%40er:p%3Ass%2F@'))('login', mail);
  const plain = sink.commands.findLast((line) => line.startsWith('AUTH PLAIN ')) ?? assert.fail();
  assert.equal(Buffer.from(plain.slice(11), 'base64').toString(), '\0us@er\0p:ss/');
});

test('elsewhere nothing is said to a gateway that does not encrypt', async () => {
  const before = sink.mails.length;
  const heard = sink.commands.length;
  const settings = {
    smtp: { host: '127.0.0.1', port: sink.port, tls: 'required', login: { user: 'u', password: 'p' } },
    mailFrom: { address: 'postern@example.test' },
  } as const;
  await assert.rejects(async () => createSmtpSender(settings)?.('open', mail));
  assert.equal(sink.mails.length, before);
  assert.ok(!sink.commands.slice(heard).some((line) => /^(AUTH|MAIL)/.test(line)));
});

test('nothing in a mail reaches the envelope', async () => {
  const hostile = { ...mail, text: '\r\n.\r\nRCPT TO:<eve@example.test>\r\n', html: '\r\n.\r\nQUIT\r\n' };
  await sender(sink.url)('hostile', hostile);
  const caught = sink.mails.at(-1);
  assert.deepEqual(caught?.to, ['alice@example.test']);
  assert.match(caught?.text ?? '', /RCPT TO:<eve@example\.test>/);
});

test('without a gateway there is no sender', () => {
  assert.equal(createSmtpSender({}), undefined);
});
