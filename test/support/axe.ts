// A stranger's opinion of whether everybody can use a page: axe-core, run in a real browser.

import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Also what is folded away is to be judged: axe leaves out what nobody can see. */
const unfold = "for (const one of document.querySelectorAll('details')) one.open = true";

/** What hinders somebody on the page as it stands, with the elements that axe means; by all its rules, those of good practice too. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Not by a script element: the page's own policy forbids it, and stays as it is.
  await page.evaluate(`${axe.source}; ${unfold}`);
  const run = "axe.run(document, { resultTypes: ['violations'] })";
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  );
}
