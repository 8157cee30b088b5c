// XML as values: what is put in stays text; and the strict reader of the tests is strict.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '../../../src/mail-access/xml.ts';
import { readXml } from '../../support/read-xml.ts';

const nasty = [
  '</a><b>',
  '"><b x="',
  "' onload='",
  'Müller & Söhne',
  '&lt;',
  ']]>',
  '<!--',
  '<![CDATA[',
  '<?php',
  '%EMAILADDRESS%',
  '$& $1 \\n',
  '🜁',
];

for (const value of nasty) {
  test(`${value} comes out as it went in, from text and from an attribute`, () => {
    const root = readXml(xml`<a x="${value}">${value}</a>`.toString());
    assert.equal(root.text, value);
    assert.equal(root.attributes.x, value);
    assert.deepEqual(root.children, []);
  });
}

test('characters that XML has no place for are replaced by one that says so', () => {
  const root = readXml(xml`<a>${'a\u0000b\u000bc\ud800d\uffffe'}</a>`.toString());
  assert.equal(root.text, 'a\ufffdb\ufffdc\ufffdd\ufffde');
});

test('XML in a hole stays XML, lists are joined, nothing leaves nothing', () => {
  const items = ['<1>', '2'].map((text) => xml`<i>${text}</i>`);
  assert.equal(xml`<a>${items}${undefined}${3}</a>`.toString(), '<a><i>&lt;1&gt;</i><i>2</i>3</a>');
});

const malformed = [
  '',
  'text',
  '<a>',
  '<a></b>',
  '<a/><b/>',
  '<a>&</a>',
  '<a>&nbsp;</a>',
  '<a x=1/>',
  '<a x="1" x="2"/>',
  '<a x="<"/>',
  '</a>',
  '<a><?xml version="1.0"?></a>',
  '<a>\u0000</a>',
  '<a><</a>',
];

for (const document of malformed) {
  test(`${JSON.stringify(document)} is not well-formed`, () => {
    assert.throws(() => readXml(document));
  });
}
