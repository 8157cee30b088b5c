// The start page, the caught mails and the phone: everything around Postern that a person has at hand.

import type { Context } from 'koa';
import { readForm } from '../../src/http/form.ts';
import type { CaughtMail, MailCatcher } from './mail-catcher.ts';
import { mailListPage, mailPage, mailToFrame } from './pages/mails.ts';
import { phoneAddPage, phonePage } from './pages/phone.ts';
import { recoveryCodesPage } from './pages/recovery-codes.ts';
import { startPage } from './pages/start.ts';
import type { Phone } from './phone.ts';
import { sendPage, startSite } from './site.ts';
import type { Tour } from './tour.ts';

export interface DeskParts {
  readonly address: string;
  readonly tour: Tour;
  readonly mails: Pick<MailCatcher, 'list' | 'find'>;
  readonly phone: Phone;
  /** Bob's. */
  readonly recoveryCodes: readonly string[];
}

/** A mail is shown as it came, but it runs nothing, loads nothing, and its links open a tab of their own. */
const framedMailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

export function startDesk({ address, tour, mails, phone, recoveryCodes }: DeskParts): Promise<() => void> {
  const getMail = (ctx: Context & { params: Record<string, string> }): CaughtMail => {
    const mail = mails.find(Number(ctx.params.id));
    ctx.assert(mail !== undefined, 404, 'There is no such mail.');
    return mail;
  };
  // How far a code has run out is said in its own element.
  const policy = ["form-action 'self'", "frame-ancestors 'self'", "style-src-attr 'unsafe-inline'"];
  return startSite({ address, color: '#1d5c63', policy }, (router) => {
    router
      .get('/', (ctx) => sendPage(ctx, startPage(tour, mails.list().length)))
      .get('/mails', (ctx) => sendPage(ctx, mailListPage(tour, mails.list())))
      .get('/mails/:id', (ctx) => sendPage(ctx, mailPage(tour, getMail(ctx))))
      .get('/mails/:id/html', (ctx) => {
        ctx.set('Content-Security-Policy', framedMailPolicy);
        ctx.type = 'html';
        ctx.body = mailToFrame(getMail(ctx));
      })
      .get('/recovery-codes', (ctx) => sendPage(ctx, recoveryCodesPage(tour, recoveryCodes)))
      .get('/phone', (ctx) => sendPage(ctx, phonePage(tour, phone.codes(Date.now()))))
      .get('/phone/add', (ctx) => sendPage(ctx, phoneAddPage(tour)))
      .post('/phone/add', async (ctx) => {
        const form = await readForm(ctx);
        if (phone.add(form.get('secret')) === 'added') {
          ctx.status = 303;
          ctx.redirect('/phone');
        } else {
          sendPage(ctx, phoneAddPage(tour, { failed: true }), 422);
        }
      });
  });
}
