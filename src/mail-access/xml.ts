// XML as values: the `xml` tag escapes whatever is put into it, unless it is XML already.

/** Made by `xml` only. */
export class Xml {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What may stand in a hole, in text or in a quoted value; `undefined` leaves nothing behind. */
export type XmlPart = Xml | string | number | undefined | readonly XmlPart[];

export function xml(strings: TemplateStringsArray, ...parts: readonly XmlPart[]): Xml {
  return new Xml(String.raw({ raw: strings }, ...parts.map(render)));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 (section 2.2) has no way to write: most control characters, halves of surrogate pairs, two others. */
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function render(part: XmlPart): string {
  if (part instanceof Xml) {
    return part.toString();
  }
  if (Array.isArray(part)) {
    return part.map(render).join('');
  }
  return String(part ?? '')
    .replace(unwritable, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
