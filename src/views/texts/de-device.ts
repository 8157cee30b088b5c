// German: connecting a program that shows a code, from a browser elsewhere.

import { html } from '../html.ts';
import type { Texts } from './texts.ts';

export const device: Texts['device'] = {
  enter: {
    title: 'Verbinden Sie ein Gerät',
    lead: 'Geben Sie den Code ein, den Ihr Gerät oder Programm zeigt.',
    code: 'Code',
    hint: 'Acht Buchstaben. Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.',
    beware:
      'Hat Ihnen jemand diesen Code geschickt? Geben Sie ihn nicht ein: Er würde dessen Gerät mit Ihrem Konto verbinden.',
    wrong:
      'Dieser Code hat nicht funktioniert. Vergleichen Sie ihn mit Ihrem Gerät. Steht er dort schon länger, lassen Sie sich einen neuen zeigen.',
  },
  approval: {
    title: (client) => `${client} mit Ihrem Konto verbinden?`,
    beware: (client) =>
      html`Jemand hat ${client} gestartet und will damit an Ihr Konto. Erlauben Sie es nur, wenn Sie das gerade selbst waren, auf einem eigenen Gerät. Hat Ihnen jemand den Code geschickt, lehnen Sie ab.`,
    unchecked: (client) =>
      html`${client} hat sich hier selbst angemeldet, und niemand hat geprüft, von wem es stammt.`,
    from: 'Anfrage von',
    here: 'wo Sie gerade sind',
    elsewhere: 'nicht dort, wo Sie gerade sind',
    at: 'Gestellt',
    with: 'Mit',
  },
  connected: {
    title: (client) => `${client} ist verbunden`,
    next: 'Gehen Sie zurück zu Ihrem Gerät: In wenigen Sekunden geht es dort von selbst weiter. Diese Seite können Sie schließen.',
    toEnd: (account) => html`Beenden können Sie das jederzeit: ${account}.`,
  },
  refused: {
    title: 'Es wurde nichts verbunden',
    text: 'Das Gerät wurde abgelehnt, und sein Code gilt nicht mehr.',
    ifStranger: (who) =>
      html`Hat Ihnen jemand diesen Code geschickt, dann wollte er in Ihr Konto. Sagen Sie es weiter: ${who}.`,
  },
  over: {
    title: 'Dieser Code gilt nicht mehr',
    text: 'Er wurde schon benutzt, oder es ist zu viel Zeit vergangen. Lassen Sie sich auf Ihrem Gerät einen neuen zeigen.',
    again: 'Neuen Code eingeben',
  },
  message: (address, code) =>
    `Öffnen Sie ${address} in einem beliebigen Browser, und geben Sie dort den Code ${code} ein.`,
};
