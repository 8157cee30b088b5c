// A labelled field, with its hint and its error where a screen reader finds them.

import { attributes, type Html, html, type Renderable } from '../html.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password';
  readonly autocomplete: 'username' | 'name' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
  readonly inputmode?: 'numeric' | 'email' | 'text';
  readonly value?: string;
  readonly hint?: string;
  /** Beside the label: that the field may stay empty. */
  readonly optional?: string;
  /** Said below the field; where the page's notice says it, see `fault`. */
  readonly error?: string;
  /** What was typed here did not work. */
  readonly wrong?: boolean;
  /** The page's notice is about this field. */
  readonly noticed?: boolean;
  readonly autofocus?: boolean;
  readonly code?: boolean;
  /** The words of the control that shows a password. */
  readonly reveal?: { readonly show: string; readonly hide: string };
}

/** The id of the notice that tells what did not work: fields without an error of their own point to it. */
export const noticeId = 'notice';

/** A field's share of the error that the page's notice tells: who only has to wait typed nothing wrong. */
export function fault(error: string | object | undefined): Pick<Field, 'wrong' | 'noticed'> {
  return { wrong: typeof error === 'string', noticed: error !== undefined };
}

export function field(field: Field): Html {
  const id = field.name.replaceAll('_', '-');
  const describedBy = [
    field.error !== undefined && `${id}-error`,
    field.noticed === true && noticeId,
    field.hint !== undefined && `${id}-hint`,
  ].filter((part) => part !== false);
  const input = attributes({
    class: field.code === true ? 'code' : undefined,
    id,
    name: field.name,
    type: field.type ?? 'text',
    value: field.value === '' ? undefined : field.value,
    autocomplete: field.autocomplete,
    inputmode: field.inputmode,
    ...plainTyping(field),
    required: field.optional === undefined,
    autofocus: field.autofocus === true,
    'aria-invalid': field.error !== undefined || field.wrong === true ? 'true' : undefined,
    'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
    'data-show': field.reveal?.show,
    'data-hide': field.reveal?.hide,
  });
  return html`<div class="field">
<label for="${id}">${field.label}${optional(field.optional)}</label>
<div class="control"><input${input}></div>
${field.error !== undefined && html`<p class="field-error" id="${id}-error" role="alert">${field.error}</p>`}
${field.hint !== undefined && html`<p class="hint" id="${id}-hint">${field.hint}</p>`}
</div>`;
}

function optional(word: string | undefined): Renderable {
  return word !== undefined && html` <span class="optional">(${word})</span>`;
}

/** Names and codes are not words: no capitals, no corrections. */
function plainTyping(field: Field): Record<string, string | undefined> {
  return field.autocomplete === 'name' ? {} : { autocapitalize: 'none', spellcheck: 'false' };
}
