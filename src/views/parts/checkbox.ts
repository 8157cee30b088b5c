// A box to tick, or one of several to choose from, with its words beside it: the whole line can be touched.

import { attributes, type Html, html, type Renderable } from '../html.ts';
import { noticeId } from './field.ts';

export interface Checkbox {
  readonly name: string;
  /** `radio`: one of those that have the same name. */
  readonly type?: 'checkbox' | 'radio';
  /** What is sent when it is ticked; `yes` unless given. */
  readonly value?: string;
  /** Needed where several boxes have one name. */
  readonly id?: string;
  readonly label: Renderable;
  readonly hint?: Renderable;
  readonly checked?: boolean;
  /** The page's notice is about this box. */
  readonly wrong?: boolean;
}

export function checkbox(box: Checkbox): Html {
  const { name, type = 'checkbox', value = 'yes', id = name, label, hint, checked, wrong } = box;
  const describedBy = [wrong === true && noticeId, hint !== undefined && `${id}-hint`].filter(
    (part) => part !== false,
  );
  const input = attributes({
    type,
    id,
    name,
    value,
    checked: checked === true,
    'aria-invalid': wrong === true ? 'true' : undefined,
    'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
  });
  return html`<div class="check">
<input${input}>
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`;
}
