// German: the pages under /account.

import { html } from '../html.ts';
import { sayDate } from './dates.ts';
import { appPassword, connections } from './de-connections.ts';
import { enrol } from './de-enrol.ts';
import { sayDays } from './durations.ts';
import type { Texts } from './texts.ts';

const language = 'de';

export const portal: Texts['portal'] = {
  nav: {
    label: 'Ihr Konto',
    overview: 'Übersicht',
    secondStep: 'Zweiter Schritt',
    connections: 'Programme',
    password: 'Passwort',
    recoveryCodes: 'Codes',
    browsers: 'Browser',
    lostDevice: 'Gerät verloren',
    signOut: 'Abmelden',
  },
  back: 'Zurück zu Ihrem Konto',
  signIn: 'Anmelden',
  moment: {
    sameDay: (day, time) => `${day}, ${time} Uhr UTC`,
    sameDayHere: (day, time) => `${day}, ${time} Uhr`,
  },

  done: {
    'password-changed': 'Ihr Passwort ist geändert. Andere Browser wurden abgemeldet.',
    'factor-renamed': 'Der Name ist geändert.',
    'factor-removed': 'Sie ist entfernt: Ihre Codes gelten nicht mehr. Andere Browser wurden abgemeldet.',
    'second-step-off':
      'Ihr zweiter Schritt ist aus. Ersatzcodes und vertraute Browser gingen mit. Andere Browser wurden abgemeldet.',
    'codes-kept': 'Ihre neuen Ersatzcodes gelten von nun an. Die alten gelten nicht mehr.',
    'link-sent': 'Ein weiterer Link ist unterwegs. Sobald Sie einen benutzen, gelten die anderen nicht mehr.',
    'browser-forgotten': 'Dieser Browser wird wieder nach einem Code gefragt.',
    'browsers-forgotten': 'Jeder Browser wird wieder nach einem Code gefragt.',
    disconnected: 'Das ist beendet. Es kann Ihre Mail nicht mehr lesen.',
    'app-ended':
      'Das ist beendet: Die App erfährt nichts mehr über Sie. Vielleicht bleiben Sie dort angemeldet, bis Sie sich dort abmelden.',
    'app-password-removed': 'Das App-Passwort ist weggenommen. Wer oder was es hat, wird abgewiesen.',
    'profile-given-out':
      'Ein Profil wird einmal herausgegeben, innerhalb von zehn Minuten. Ist es nicht auf Ihrem Gerät, nehmen Sie sein App-Passwort weg und machen Sie ein neues.',
    'app-password-kept':
      'Das App-Passwort steht auf Ihrer Liste. Dort sehen Sie, wann es zuletzt benutzt wurde.',
  },

  overview: {
    title: 'Ihr Konto',
    signedInAs: (user) => html`Sie sind angemeldet als ${user}.`,
    secondStep: 'Zweiter Schritt',
    on: 'Ein: Zur Anmeldung gehören Ihr Passwort und ein Code.',
    off: 'Aus: Zur Anmeldung genügt Ihr Passwort.',
    neededFrom: (date) => `Ab dem ${sayDate(language, date)} gehört zu jeder Anmeldung ein zweiter Schritt.`,
    offHelp:
      'Passwörter geraten in fremde Hände. Mit einer Authenticator-App auf Ihrem Telefon kommt niemand allein mit Ihrem Passwort hinein. Es dauert eine Minute.',
    add: 'Eine Authenticator-App hinzufügen',
    addAnother: 'Noch eine Authenticator-App hinzufügen',
    addAnotherHint: 'Eine zweite hilft, wenn die erste verloren ist',
    more: 'Mehr',
    codesLeft: (left) => (left === 0 ? 'Keine übrig' : `Noch ${left}`),
    codesFew: (left) =>
      left === 0
        ? 'Sie haben keine Ersatzcodes mehr.'
        : `Sie haben nur noch ${left === 1 ? 'einen Ersatzcode' : `${left} Ersatzcodes`}.`,
    maybeLost: (name) =>
      `Sie haben einen Ersatzcode benutzt und eine neue Authenticator-App hinzugefügt. Ist „${name}“ die verlorene?`,
    removeLost: (name) => `„${name}“ entfernen`,
    codesUsed: 'Sie haben einen Ersatzcode benutzt.',
    codesWaiting: 'Es gibt neue Ersatzcodes, die noch niemand aufbewahrt hat.',
    codesShow: 'Codes anzeigen',
    codesRenew: 'Neue Codes machen',
    browsersCount: (count) =>
      count === 0
        ? 'Jeder Browser wird nach einem Code gefragt'
        : `${count === 1 ? 'Einer wird' : `${count} werden`} nicht nach einem Code gefragt`,
    passwordSince: (when) => html`Geändert: ${when}`,
    passwordGiven: (when) => html`Von der Administration gesetzt: ${when}`,
    mail: 'Mailprogramme',
    connections: (count) => (count === 0 ? 'Nichts ist verbunden' : `${count} verbunden`),
    apps: (count) => `in ${count === 1 ? 'einer App' : `${count} Apps`} angemeldet`,
    appPasswordHint: 'Für ein Programm, das keine Anmeldeseite öffnen kann',
    lostDevice: 'Ich habe ein Gerät verloren',
    lostDeviceHint: 'Überall abmelden und Programme trennen',
  },

  factor: {
    app: 'Authenticator-App',
    token: 'Token',
    addedByYou: (kind, when) => html`${kind} · von Ihnen hinzugefügt: ${when}`,
    addedByAdmin: (kind, when) => html`${kind} · von der Administration hinzugefügt: ${when}`,
    added: (kind, when) => html`${kind} · hinzugefügt: ${when}`,
    unused: 'noch nicht benutzt',
    name: 'Name',
    nameHint: 'Woran Sie sie erkennen, etwa „Telefon“.',
    nameMalformed: 'Geben Sie einen Namen mit mindestens einem Zeichen ein.',
    nameTooLong: 'Dieser Name ist zu lang. Kürzen Sie ihn.',
    rename: 'Den Namen sichern',
    remove: 'Entfernen',
    removeTitle: (name) => `„${name}“ entfernen?`,
    removeLead:
      'Ihre Codes gelten dann nicht mehr. Überall sonst werden Sie abgemeldet, auch bei Apps in diesem Browser.',
    removeLast:
      'Sie haben nur diese: Danach fragt eine Anmeldung nur nach Ihrem Passwort, und Ihre Ersatzcodes gelten nicht mehr.',
    keep: 'Behalten',
    lastTitle: 'Diese lässt sich nur ersetzen',
    lastNeeded:
      'Ihr Konto muss einen zweiten Schritt haben, und dies ist der einzige. Fügen Sie erst eine andere Authenticator-App hinzu, dann entfernen Sie diese.',
    lastRecovered:
      'Sie haben sich mit einem Ersatzcode angemeldet. Fügen Sie erst eine neue Authenticator-App hinzu, dann entfernen Sie diese.',
  },

  gone: {
    title: 'Das gibt es nicht mehr',
    text: 'Es wurde entfernt, oder der Link ist ein alter.',
  },

  enrol,

  connections,
  appPassword,

  recoveryCodes: {
    title: 'Ersatzcodes',
    lead: 'Mit einem Ersatzcode kommen Sie hinein, wenn Ihr Gerät verloren ist. Jeder gilt einmal.',
    left: (left) =>
      left === 1
        ? 'Sie haben 1 unbenutzten Code.'
        : `Sie haben ${left === 0 ? 'keine unbenutzten' : `${left} unbenutzte`} Codes.`,
    renewing: 'Neue Codes ersetzen alle alten: Was Sie vorher gedruckt haben, gilt dann nicht mehr.',
    renew: 'Neue Codes machen',
    none: 'Sie stehen für eine Authenticator-App ein. Fügen Sie erst eine hinzu; die Codes bekommen Sie dabei.',
    freshTitle: 'Ihre neuen Ersatzcodes aufheben',
  },

  browsers: {
    title: 'Vertraute Browser',
    lead: 'Diese Browser werden nicht nach einem Code gefragt, weil Sie es beim Anmelden so gewählt haben.',
    empty:
      'Jeder Browser wird nach einem Code gefragt. Wenn Sie sich auf einem Gerät anmelden, das nur Sie benutzen, können Sie dort wählen, dass eine Weile nicht gefragt wird.',
    none: 'Ohne zweiten Schritt wird niemand nach einem Code gefragt. Mit einem können Sie wählen, in welchen Browsern nur das Passwort gefragt wird.',
    here: 'dieser Browser',
    unknown: 'Ein Browser',
    since: (when, days) => html`Seit: ${when} · noch ${sayDays(language, days)}`,
    forget: 'Vergessen',
    forgetOne: (name) => `${name} vergessen`,
    forgetAll: 'Alle vergessen',
  },

  password: {
    title: 'Ihr Passwort ändern',
    lead: 'Überall sonst werden Sie abgemeldet, auch bei Apps in diesem Browser, und jeder Browser wird wieder nach einem Code gefragt.',
    leadPlain: 'Überall sonst werden Sie abgemeldet, auch bei Apps in diesem Browser.',
    password: 'Neues Passwort',
    same: 'Das ist das Passwort, das Sie haben. Wählen Sie ein anderes.',
    change: 'Das Passwort ändern',
    programs: 'Verbundene Programme',
    programsHint: 'Sie bleiben verbunden. Wählen Sie die aus, die getrennt werden sollen.',
    connected: (when) => html`verbunden: ${when}`,
    recovered: {
      title: 'Fügen Sie erst eine neue Authenticator-App hinzu',
      text: 'Sie haben sich mit einem Ersatzcode angemeldet. Um Ihr Passwort zu ändern, brauchen Sie einen Code aus einer Authenticator-App: Fügen Sie erst eine neue hinzu.',
    },
  },

  lostDevice: {
    title: 'Haben Sie ein Gerät verloren?',
    lead: 'Sperren Sie aus, wer es jetzt hat:',
    ends: [
      'Sie werden überall abgemeldet, auch in diesem Browser.',
      'Alle verbundenen Programme werden getrennt, und App-Passwörter gelten nicht mehr.',
      'Jeder Browser wird wieder nach einem Code gefragt.',
    ],
    endsPlain: [
      'Sie werden überall abgemeldet, auch in diesem Browser.',
      'Alle verbundenen Programme werden getrennt, und App-Passwörter gelten nicht mehr.',
    ],
    endsElsewhere: (mailboxes) =>
      `Auch App-Passwörter, die Sie für andere Postfächer gemacht haben, gelten nicht mehr: ${mailboxes}.`,
    staysPlain:
      'Ihr Passwort bleibt, wie es ist. Kennt es jemand anderes, oder war es auf dem Gerät gespeichert? Dann ändern Sie es auch.',
    stays: 'Ihr Passwort, Ihre Authenticator-Apps und Ihre Ersatzcodes bleiben, wie sie sind.',
    notYours: {
      title: 'Gibt es eine Authenticator-App, die nicht Ihre ist?',
      text: 'Dann kennt jemand anderes Ihr Passwort, und überall abmelden genügt nicht. Entfernen Sie diese App, und ändern Sie Ihr Passwort.',
      passwordHint: 'Wenn jemand anderes es kennen könnte',
    },
    codeNeeded:
      'War Ihre Authenticator-App darauf? Dann fügen Sie erst eine neue hinzu, oder halten Sie einen Ersatzcode bereit: Zum Anmelden brauchen Sie einen Code.',
    addFirst: 'Erst eine neue Authenticator-App hinzufügen',
    end: 'Überall abmelden',
    done: {
      title: 'Sie sind überall abgemeldet',
      text: 'Wer Ihr Gerät hat, kommt damit nicht weiter. So geht es weiter:',
      steps: [
        'Melden Sie sich neu an. Ohne Ihre Authenticator-App nehmen Sie einen Ersatzcode.',
        'War Ihre Authenticator-App darauf? Fügen Sie eine neue hinzu, dann entfernen Sie die verlorene. Entfernen Sie jede Authenticator-App, die nicht Ihre ist.',
        'Ändern Sie Ihr Passwort, wenn es auf dem Gerät gespeichert war oder jemand anderes es kennen könnte.',
        'Verbinden Sie Ihre Programme neu, und machen Sie neue App-Passwörter.',
      ],
      stepsPlain: [
        'Melden Sie sich neu an.',
        'Ändern Sie Ihr Passwort, wenn es auf dem Gerät gespeichert war oder jemand anderes es kennen könnte.',
        'Verbinden Sie Ihre Programme neu, und machen Sie neue App-Passwörter.',
      ],
    },
  },

  denied: {
    title: 'Sie sind nicht angemeldet',
    text: 'Die Anmeldung wurde abgebrochen. Um Ihr Konto zu sehen, melden Sie sich an.',
  },
  expired: {
    title: 'Diese Anmeldung ist vorbei',
    text: 'Sie hat zu lange gedauert, wurde schon beendet, begann in einem anderen Browser, oder Ihr Konto wurde in der Zwischenzeit geändert.',
  },
};
