// The provider's own page in between (another person's session is ended; `response_mode=form_post`): what it would post.

import type { PassingForm } from '../../views/passing-page.ts';

/** Its first lines: the page cannot be exchanged by configuration, and its script is not ours. */
const beginning = /^<!DOCTYPE html>\s*<html>\s*<head>[\s\S]{0,200}<title>Submitting Callback<\/title>/;

/** Undefined: some other page. */
export function readPassingForm(body: unknown): PassingForm | undefined {
  if (typeof body !== 'string' || !beginning.test(body)) {
    return undefined;
  }
  const [, action] = /<form method="post" action="([^"]*)">/.exec(body) ?? [];
  if (action === undefined) {
    throw new Error("the provider's page in between has another form than it had");
  }
  const inputs = body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/g);
  const fields = [...inputs].map(([, name = '', value = '']) => [name, toText(value)] as const);
  return { action: toText(action), fields };
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function toText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity] ?? entity);
}
