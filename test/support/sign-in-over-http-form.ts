// Reads the one main form of a page, the way a very small browser would.

export interface PageForm {
  /** Empty when the form posts to the page's own address. */
  readonly action: string;
  /** Hidden fields with their values. */
  readonly hidden: Record<string, string>;
  /** Names of the fields a person fills. */
  readonly fields: ReadonlySet<string>;
  /** Name and value of the first submit button, the one that goes on. */
  readonly firstButton: readonly [string, string] | undefined;
}

/** The first `<form method="post">`, inside `<main>` where the page has one. */
export function readForm(html: string): PageForm | undefined {
  const main = /<main\b[\s\S]*<\/main>/i.exec(html)?.[0] ?? html;
  const form = [...main.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].find(
    ([, tag = '']) => readAttributes(tag).get('method')?.toLowerCase() === 'post',
  );
  if (form === undefined) {
    return undefined;
  }
  const [, tag = '', content = ''] = form;
  return { action: readAttributes(tag).get('action') ?? '', ...readControls(content) };
}

function readControls(content: string): Omit<PageForm, 'action'> {
  const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, tag = '']) => readAttributes(tag));
  const isHidden = (input: ReadonlyMap<string, string>): boolean => input.get('type') === 'hidden';
  const hidden = inputs.filter(isHidden).map((input) => [input.get('name') ?? '', input.get('value') ?? '']);
  return {
    hidden: Object.fromEntries(hidden),
    fields: new Set(inputs.filter((input) => !isHidden(input)).map((input) => input.get('name') ?? '')),
    firstButton: readFirstButton(content),
  };
}

function readFirstButton(content: string): readonly [string, string] | undefined {
  const button = [...content.matchAll(/<button\b([^>]*)>/gi)]
    .map(([, tag = '']) => readAttributes(tag))
    .find((attributes) => (attributes.get('type') ?? 'submit') === 'submit');
  const name = button?.get('name');
  return name === undefined ? undefined : [name, button?.get('value') ?? ''];
}

function readAttributes(tag: string): ReadonlyMap<string, string> {
  const pattern = /([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  return new Map(
    [...tag.matchAll(pattern)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decodeEntities(double ?? single ?? bare ?? ''),
    ]),
  );
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined || decimal !== undefined) {
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    }
    return named[name] ?? whole;
  });
}
