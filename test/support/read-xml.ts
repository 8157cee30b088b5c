// A strict reader of small XML documents: whatever is not well-formed throws, so that a test can trust what it read.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of the element itself, without that of its children. */
  readonly text: string;
}

type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };

const tokens = /<\?xml [^?<>]*\?>|<!DOCTYPE [^<>[\]]*>|<\/?[^<>]*>|[^<]+/g;
const tagForm = /^<([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*="[^"<]*")*)\s*(\/?)>$/;
const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  '#39': "'",
};

/** The root element. The document may begin with a declaration and a document type. */
export function readXml(document: string): XmlElement {
  const read = document.match(tokens) ?? [];
  if (read.join('') !== document) {
    throw new Error('the document has a < that begins nothing');
  }
  const outside: Open = { name: '', attributes: {}, children: [], text: '' };
  const way: Open[] = [outside];
  read.forEach((token, index) => {
    readToken(way, token, index);
  });
  const [root, ...more] = outside.children;
  if (way.length !== 1 || root === undefined || more.length > 0 || outside.text.trim() !== '') {
    throw new Error('the document is not one element that is closed');
  }
  return root;
}

function readToken(way: Open[], token: string, index: number): void {
  const inside = way.at(-1);
  if (inside === undefined) {
    throw new Error('more is closed than was opened');
  }
  if (token.startsWith('<?xml') || token.startsWith('<!DOCTYPE')) {
    if (way.length > 1 || (token.startsWith('<?xml') && index > 0)) {
      throw new Error(`${token} stands in the wrong place`);
    }
  } else if (token.startsWith('</')) {
    const closed = way.pop();
    if (token !== `</${closed?.name}>` || way.length === 0) {
      throw new Error(`${token} closes <${closed?.name}>`);
    }
    way.at(-1)?.children.push(closed as XmlElement);
  } else if (token.startsWith('<')) {
    const element = readTag(token);
    if (token.endsWith('/>')) {
      inside.children.push(element);
    } else {
      way.push(element);
    }
  } else {
    inside.text += readText(token);
  }
}

function readTag(token: string): Open {
  const [, name, written = ''] = tagForm.exec(token) ?? [];
  if (name === undefined) {
    throw new Error(`${token} is no tag`);
  }
  const pairs = [...written.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, readText(value)] as const,
  );
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) {
    throw new Error(`${token} has an attribute twice`);
  }
  return { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
}

function readText(text: string): string {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text)) {
    throw new Error('the document has a character that XML 1.0 has no place for');
  }
  return text.replace(/&([^;&]*);?/g, (whole, entity: string) => {
    const character = whole.endsWith(';') ? entities[entity] : undefined;
    if (character === undefined) {
      throw new Error(`${whole} is no entity`);
    }
    return character;
  });
}

/** Every element of this name below, in the order of the document. */
export function findAll(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...findAll(child, name),
  ]);
}

/** The trimmed text of the children, by their names; of those that come twice, the texts joined by commas. */
export function readFields(element: XmlElement): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const { name, text } of element.children) {
    fields[name] = name in fields ? `${fields[name]}, ${text.trim()}` : text.trim();
  }
  return fields;
}
