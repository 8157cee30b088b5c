// Keeps a part of the page up to date, and leaves the rest and the reader where they are.

const part = document.querySelector('[data-renew]');

async function renew() {
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const newer = page.querySelector('[data-renew]');
  if (newer.innerHTML !== part.innerHTML) {
    part.innerHTML = newer.innerHTML;
    document.title = page.title;
  }
  part.dataset.renew = newer.dataset.renew;
}

/** Once the demo has ended there is nothing newer, and the page stays as it is. */
function wait() {
  setTimeout(() => renew().then(wait, wait), part.dataset.renew * 1000);
}

if (part !== null) {
  wait();
}
