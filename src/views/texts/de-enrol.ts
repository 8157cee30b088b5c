// German: adding an authenticator app in the account pages.

import { html } from '../html.ts';
import { sayWait } from './durations.ts';
import type { Texts } from './texts.ts';

const language = 'de';

export const enrol: Texts['portal']['enrol'] = {
  title: 'Ihre Authenticator-App hinzufügen',
  lead: 'Von nun an melden Sie sich mit Ihrem Passwort und einem Code aus dieser App an.',
  anotherTitle: 'Noch eine Authenticator-App hinzufügen',
  anotherLead: 'Ihre Codes gelten neben denen der Authenticator-Apps und Token, die Sie haben.',
  replaceTitle: 'Eine neue Authenticator-App hinzufügen',
  replaceLead: 'Sie ersetzt die verlorene. Danach entfernen Sie die verlorene.',
  name: 'Name',
  nameHint: 'Woran Sie sie später erkennen, etwa „Telefon“.',
  optional: 'freiwillig',
  whatEnds: 'Wenn Sie weitergehen, werden Sie überall sonst abgemeldet, auch bei Apps in diesem Browser.',
  mail: {
    title: 'Zuerst senden wir Ihnen einen Link',
    lead: (address) =>
      html`Wer Ihrem Konto die erste Authenticator-App hinzufügt, muss Ihre Mail an ${address} lesen können. Der Link darin führt weiter.`,
    send: 'Den Link senden',
  },
  sent: {
    title: 'Sehen Sie in Ihre Mail',
    lead: (address, seconds) =>
      html`Ein Link ist unterwegs an ${address}. Er gilt einmal, ${sayWait(language, seconds)} lang. Folgen Sie ihm, um weiterzugehen.`,
    missing:
      'Nach ein paar Minuten nichts da? Sehen Sie bei der unerwünschten Mail nach, dann senden Sie ihn noch einmal.',
    again: 'Noch einmal senden',
  },
  followed: {
    lead: (theirs) =>
      html`Dieser Link fügt dem Konto von ${theirs} eine Authenticator-App hinzu. Melden Sie sich erst an: Sie brauchen Ihr Passwort.`,
    signedInAs: (yours) => html`In diesem Browser ist jetzt ${yours} angemeldet.`,
    goOn: (theirs) => `Als ${theirs} anmelden`,
  },
  sendLimit: (seconds) =>
    `Es wurden schon mehrere Links gesendet. Warten Sie ${sayWait(language, seconds)}, oder nehmen Sie den letzten.`,
  ticket: {
    title: 'Geben Sie Ihr Ticket ein',
    lead: (who) =>
      html`Für die erste Authenticator-App Ihres Kontos brauchen Sie ein Ticket. Sie bekommen es hier: ${who}.`,
    ticket: 'Ticket',
    hint: 'Großschreibung, Leerzeichen und Bindestriche sind egal.',
    wrong: 'Dieses Ticket ging nicht. Prüfen Sie es, oder bitten Sie um ein anderes.',
  },
  ended: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Er wurde benutzt, ein neuerer wurde gesendet, Ihr Konto wurde seitdem geändert, oder er ist zu alt.',
    again: 'Von vorn beginnen',
  },
  unsafe: {
    title: 'Dieser Link wurde nicht sicher geöffnet',
    text: 'Der Weg hierher ist nicht verschlüsselt, andere könnten mitlesen. Öffnen Sie den Link noch einmal mit https:// am Anfang.',
  },
  foreign: {
    title: 'Dieser Link ist für ein anderes Konto',
    lead: (theirs, yours) => html`Er gehört zu ${theirs}, aber Sie sind angemeldet als ${yours}.`,
    switch: (theirs) => `Als ${theirs} anmelden`,
    leave: 'Den Link nicht benutzen',
  },
  full: {
    title: 'Mehr können es nicht sein',
    text: 'Entfernen Sie eine Authenticator-App oder ein Token, das Sie nicht mehr benutzen, dann fügen Sie die neue hinzu.',
  },
  codesTitle: 'Ihre Ersatzcodes aufheben',
  kept: 'Ich habe sie aufgehoben',
  done: {
    title: 'Ihr zweiter Schritt ist eingeschaltet',
    lead: 'Von nun an fragt eine Anmeldung nach Ihrem Passwort und einem Code aus Ihrer Authenticator-App. Überall sonst wurden Sie abgemeldet, auch bei Apps in diesem Browser.',
    another: 'Eine zweite Authenticator-App hilft, wenn Sie die erste verlieren.',
    anotherTitle: 'Noch eine Authenticator-App ist hinzugefügt',
    anotherLead:
      'Ein Code aus jeder Ihrer Authenticator-Apps und von jedem Ihrer Token gilt. Überall sonst wurden Sie abgemeldet, auch bei Apps in diesem Browser.',
    replacedTitle: 'Ihre neue Authenticator-App ist hinzugefügt',
    replacedLead: 'Entfernen Sie jetzt die verlorene, damit ihre Codes niemanden hereinlassen.',
    remove: (name) => `„${name}“ entfernen`,
    connect:
      'Verbinden Sie die Programme neu, die Sie vorher verbunden hatten. Eines, das Ihr Passwort hatte, braucht jetzt ein App-Passwort.',
  },
};
