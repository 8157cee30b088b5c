// Small comforts; every page works without them.

for (const form of document.querySelectorAll('form[method="post"]')) {
  // A second click would send the code again, and a code works once.
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent !== undefined) {
      event.preventDefault();
    }
    // The page stays behind a download, and its other buttons are still needed.
    if (event.submitter?.dataset.download === undefined) {
      form.dataset.sent = '';
    }
  });
}

// A page in between, which has nothing to read.
document.querySelector('form[data-passing]')?.requestSubmit();

// A page that comes back from the browser's memory may be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
  }
});

for (const field of document.querySelectorAll('input[data-show]')) {
  const button = createButton(field.dataset.show, 'reveal');
  button.setAttribute('aria-controls', field.id);
  button.addEventListener('click', () => {
    const shows = field.type === 'password';
    field.type = shows ? 'text' : 'password';
    button.textContent = shows ? field.dataset.hide : field.dataset.show;
    field.focus();
  });
  field.after(button);
  field.form?.addEventListener('submit', () => {
    field.type = 'password';
  });
}

for (const place of document.querySelectorAll('[data-copy-from]')) {
  const source = document.getElementById(place.dataset.copyFrom);
  const text = () => [...source.querySelectorAll('li')].map((line) => line.textContent.trim()).join('\n');
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  const copy = createButton(place.dataset.copy, 'secondary');
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(`${text()}\n`);
    said.textContent = place.dataset.copied;
  });
  place.append(...(navigator.clipboard === undefined ? [] : [copy]));
  if (place.dataset.save !== undefined) {
    place.append(createSave(place, text), createPrint(place));
    document.getElementById('recovery-codes-origin').textContent = sayOrigin(place.dataset);
  }
  place.append(said);
}

// Times in the zone of whoever reads them; without this they are UTC, and say so.
const { lang } = document.documentElement;
for (const time of document.querySelectorAll('time[data-here]')) {
  const at = new Date(time.dateTime);
  time.textContent = sayMoment(at, time.dataset);
  time.title = at.toLocaleString(time.dataset.form, { dateStyle: 'full', timeStyle: 'long' });
}

function sayMoment(at, { here, form, exact }) {
  const dayOf = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  const days = dayOf(new Date()) - dayOf(at);
  const isNear = days === 0 || days === 1;
  const date = at.toLocaleDateString(form, { dateStyle: 'long' });
  if (!isNear && exact === undefined) {
    return date;
  }
  const clock = at.toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = isNear ? new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-days, 'day') : date;
  return here.replace('{day}', day).replace('{time}', clock);
}

/** Where they are from, and of which day: two prints of different sets can be told apart. */
function sayOrigin({ form }) {
  return `${location.origin}, ${new Date().toLocaleDateString(form, { dateStyle: 'long' })}`;
}

function createSave(place, text) {
  const save = createButton(place.dataset.save, 'secondary');
  save.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(
      new Blob([`${place.dataset.heading}\n${sayOrigin(place.dataset)}\n\n${text()}\n`], {
        type: 'text/plain',
      }),
    );
    link.download = place.dataset.fileName;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  return save;
}

function createPrint(place) {
  const print = createButton(place.dataset.print, 'secondary');
  print.addEventListener('click', () => window.print());
  return print;
}

function createButton(label, className) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.textContent = label;
  return button;
}
