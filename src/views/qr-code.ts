// QR codes: a picture inside a page, or text for a terminal.

import QRCode from 'qrcode';
import { type Html, html } from './html.ts';

/** Modules of quiet zone on each side (ISO/IEC 18004 asks for four). */
const quietZone = 4;

/** Dark on white whatever the theme, with its quiet zone. `label` is what a screen reader says. */
export async function qrSvg(url: string, label = 'QR code'): Promise<Html> {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
  const rows = Array.from({ length: modules.size }, (_, row) =>
    Array.from(modules.data.subarray(row * modules.size, (row + 1) * modules.size), String).join(''),
  );
  const size = modules.size + 2 * quietZone;
  return html`<svg class="qr-code" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${rows.map(drawRow).join('')}"/></svg>`;
}

/** Each run of dark modules is one rectangle. */
function drawRow(modules: string, row: number): string {
  const runs = [...modules.matchAll(/1+/g)];
  return runs
    .map(({ 0: run, index }) => `M${index + quietZone} ${row + quietZone}h${run.length}v1h-${run.length}z`)
    .join('');
}

/** Half-block characters with the quiet zone, dark on light by escape sequences. */
export async function qrTerminal(url: string): Promise<string> {
  return QRCode.toString(url, { type: 'utf8', errorCorrectionLevel: 'M' });
}
