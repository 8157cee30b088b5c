// A box to tick, with its words beside it: the whole line can be touched.

import { attributes, type Html, html, type Renderable } from '../html.ts';

export interface Checkbox {
  readonly name: string;
  /** What is sent when it is ticked; `yes` unless given. */
  readonly value?: string;
  /** Needed where several boxes have one name. */
  readonly id?: string;
  readonly label: Renderable;
  readonly hint?: Renderable;
  readonly checked?: boolean;
}

export function checkbox({ name, value = 'yes', id = name, label, hint, checked }: Checkbox): Html {
  const input = attributes({
    type: 'checkbox',
    id,
    name,
    value,
    checked: checked === true,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
  });
  return html`<div class="check">
<input${input}>
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`;
}
