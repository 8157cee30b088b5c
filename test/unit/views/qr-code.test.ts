// A phone reads from the picture exactly the address that was drawn.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { qrSvg, qrTerminal } from '../../../src/views/qr-code.ts';
import { getProgram, requirePrograms } from '../../support/components.ts';

const skip = requirePrograms('zbarimg');

const addresses = [
  'otpauth://totp/Postern:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Postern',
  `otpauth://totp/${encodeURIComponent('Grüße & Söhne')}:${'a'.repeat(100)}%40example.org?secret=${'JBSWY3DP'.repeat(8)}&algorithm=SHA512&digits=8&period=60`,
];

for (const address of addresses) {
  test(`the picture of ${address.length} characters is read back`, { skip }, async () => {
    assert.equal(readPicture(drawSvg((await qrSvg(address)).toString())), address);
  });

  test(`the terminal text of ${address.length} characters is read back`, { skip }, async () => {
    assert.equal(readPicture(drawText(await qrTerminal(address))), address);
  });
}

test('the picture says what it is, keeps its colours, and has four modules of quiet zone', async () => {
  const svg = (await qrSvg('otpauth://totp/a', 'a "label"')).toString();
  assert.match(svg, /role="img" aria-label="a &quot;label&quot;"/);
  const [light, dark] = [...svg.matchAll(/<path fill="(#\w+)" d="([^"]+)"/g)];
  assert.equal(light?.[1], '#fff');
  assert.equal(dark?.[1], '#000');
  const starts = [...(dark?.[2] ?? '').matchAll(/M(\d+) (\d+)/g)];
  assert.equal(Math.min(...starts.map(([, column]) => Number(column))), 4);
  assert.equal(Math.min(...starts.map(([, , row]) => Number(row))), 4);
});

/** Rows of pixels, true for dark. */
type Picture = readonly (readonly boolean[])[];

/** Draws what the paths say, module by module. */
function drawSvg(svg: string): Picture {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const picture = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const dark = /fill="#000" d="([^"]+)"/.exec(svg)?.[1] ?? '';
  for (const [, column, row, width] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    picture[Number(row)]?.fill(true, Number(column), Number(column) + Number(width));
  }
  return picture;
}

/** Half blocks, dark where there is ink. */
function drawText(text: string): Picture {
  const inks = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => [...line]);
  return inks.flatMap((line) => [
    line.map((character) => character === '█' || character === '▀'),
    line.map((character) => character === '█' || character === '▄'),
  ]);
}

/** Dark on white, six pixels a module, and no margin but the code's own. */
function readPicture(picture: Picture): string {
  const scale = 6;
  const bits = picture
    .flatMap((row) =>
      Array.from({ length: scale }, () => row.flatMap((dark) => Array(scale).fill(dark ? 1 : 0)).join(' ')),
    )
    .join('\n');
  const directory = mkdtempSync(join(tmpdir(), 'postern-qr-'));
  try {
    const file = join(directory, 'qr.pbm');
    writeFileSync(file, `P1\n${(picture[0]?.length ?? 0) * scale} ${picture.length * scale}\n${bits}\n`);
    return execFileSync(getProgram('zbarimg'), ['--quiet', '--raw', file], { encoding: 'utf8' }).replace(
      /\n$/,
      '',
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}
