// QR codes: a picture inside a page, or text for a terminal.

import QRCode from 'qrcode';
import { type Html, html } from './html.ts';

/** Modules of quiet zone on each side (ISO/IEC 18004 asks for four). */
const quietZone = 4;

/** Dark on white whatever the theme, with its quiet zone. `label` is what a screen reader says. */
export async function qrSvg(url: string, label = 'QR code'): Promise<Html> {
  const rows = drawModules(url);
  const size = rows.length;
  const path = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map((run) => drawRun(run.index, y, run[0].length)),
  );
  return html`<svg class="qr-code" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path.join('')}"/></svg>`;
}

/** Two modules to a character, dark ones drawn: to be shown black on white, whatever the terminal's own colours are. */
export async function qrTerminal(url: string): Promise<string> {
  const rows = drawModules(url);
  const lines = rows
    .filter((_, y) => y % 2 === 0)
    .map((upper, index) => drawLine(upper, rows[2 * index + 1] ?? ''));
  return lines.map((line) => `${line}\n`).join('');
}

/** One text of `1` (dark) and `0` for each row, the quiet zone around them. */
function drawModules(url: string): readonly string[] {
  const { size, data } = QRCode.create(url, { errorCorrectionLevel: 'M' }).modules;
  const side = '0'.repeat(quietZone);
  const margin = Array.from({ length: quietZone }, () => '0'.repeat(size + 2 * quietZone));
  const rows = Array.from(
    { length: size },
    (_, y) => side + data.subarray(y * size, (y + 1) * size).join('') + side,
  );
  return [...margin, ...rows, ...margin];
}

function drawRun(x: number, y: number, width: number): string {
  return `M${x} ${y}h${width}v1h-${width}z`;
}

const halves: Readonly<Record<string, string>> = { '00': ' ', '10': '▀', '01': '▄', '11': '█' };

/** An odd last row has white below it. */
function drawLine(upper: string, lower: string): string {
  return [...upper].map((module, x) => halves[module + (lower[x] ?? '0')] ?? ' ').join('');
}
