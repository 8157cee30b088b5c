// Who is signing in, with the way to be somebody else.

import { type Html, html, type Renderable } from '../html.ts';
import type { SignInFrame } from '../layout.ts';
import { quietButton } from './form.ts';
import { icon } from './icon.ts';

/** The name as typed. Nothing when none is known yet. */
export function who(frame: SignInFrame): Renderable {
  const { texts, username } = frame;
  return (
    username !== undefined &&
    html`<p class="who">${icon('person')}<span class="said">${texts.signIn.signingInAs} </span><b>${username}</b></p>`
  );
}

/** Stands after the button that goes on, since Enter presses the first one; the stylesheet shows it beside the name. */
export function notYou(frame: SignInFrame): Html {
  return quietButton('restart', frame.texts.signIn.notYou, 'not-you');
}
