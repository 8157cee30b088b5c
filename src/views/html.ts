// Markup as values: the `html` tag escapes whatever is put into it, unless it is markup already.

/** Markup that is safe to send. Made by `html` and `attributes` only: a test looks that nobody else makes any. */
export class Html {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What may stand in a hole of a template; `undefined`, `null` and `false` leave nothing behind. */
export type Renderable = Html | string | number | undefined | null | false | readonly Renderable[];

/** Where a hole stands: between tags, in a quoted value, in a quoted address, or among the attributes of a tag. */
type Place = 'text' | 'value' | 'address' | 'tag';

const placesOf = new WeakMap<TemplateStringsArray, readonly Place[]>();
const safeAddress = /^(?:https?:|mailto:|otpauth:|\/(?![/\\])|[?#]|$)/i;

/**
 * Throws on what escaping cannot make safe: a value without quotes, text among attributes, markup inside a value, and
 * an address of another kind than http, https, mailto, otpauth or one of ours.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Renderable[]): Html {
  const places = placesOf.get(strings) ?? readPlaces(strings);
  placesOf.set(strings, places);
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += renderAt(places[index] ?? 'text', value) + (strings[index + 1] ?? '');
  });
  return new Html(text);
}

/** Attributes with a leading space each: `true` writes the bare name; `undefined` and `false` write nothing. */
export function attributes(all: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  const written = Object.entries(all).filter(([, value]) => value !== undefined && value !== false);
  return new Html(
    written
      .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeText(String(value))}"`))
      .join(''),
  );
}

function renderAt(place: Place, value: Renderable): string {
  if (place === 'value' || place === 'address') {
    if (value instanceof Html || Array.isArray(value)) {
      throw new TypeError('markup cannot stand in an attribute');
    }
    if (place === 'address' && !safeAddress.test(String(value ?? ''))) {
      throw new TypeError('an address of this kind cannot stand in a page');
    }
  }
  if (place === 'tag' && !(value instanceof Html) && render(value) !== '') {
    throw new TypeError('text cannot stand among attributes');
  }
  return render(value);
}

function render(value: Renderable): string {
  if (value === undefined || value === null || value === false) {
    return '';
  }
  if (value instanceof Html) {
    return value.toString();
  }
  return typeof value === 'object' ? value.map(render).join('') : escapeText(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function readPlaces(strings: TemplateStringsArray): readonly Place[] {
  let inTag = false;
  let quote = '';
  return strings.slice(0, -1).map((part) => {
    for (const character of part) {
      if (quote !== '') {
        quote = character === quote ? '' : quote;
      } else if (inTag && (character === '"' || character === "'")) {
        quote = character;
      } else if (character === '<' || character === '>') {
        inTag = character === '<';
      }
    }
    return placeAfter(part, inTag, quote);
  });
}

function placeAfter(part: string, inTag: boolean, quote: string): Place {
  if (quote !== '') {
    return /\s(?:href|src|action|formaction)\s*=\s*["']$/i.test(part) ? 'address' : 'value';
  }
  if (inTag && /=\s*$/.test(part)) {
    throw new TypeError(`a value without quotes: ${part.slice(-40)}`);
  }
  return inTag ? 'tag' : 'text';
}
