// Time in the test's own process, moved by hand for everything in it: our clock and the libraries' alike.

const RealDate = Date;
let offset = 0;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});

function now(): number {
  return RealDate.now() + offset;
}

export function moveDate(milliseconds: number): void {
  offset += milliseconds;
}
