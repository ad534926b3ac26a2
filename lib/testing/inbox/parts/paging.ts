import { inboxPath } from '../context';
import { html, type Html } from '../html';

const pageSize = 50;

/** A page of numbered things, newest first, and the ways to the others. */
export function pagesOf<Thing extends { readonly number: number }>(
  oldestFirst: readonly Thing[],
  before: string | undefined,
  path: string,
  things: string,
): { readonly shown: readonly Thing[]; readonly links: Html } {
  const limit = before === undefined ? Number.POSITIVE_INFINITY : Number(before);
  const earlier = oldestFirst.filter(({ number }) => number < limit);
  const shown = earlier.slice(-pageSize).toReversed();
  const last = shown.at(-1);
  const links = html`<p class="govuk-body inbox-paging">
    ${before !== undefined && html`<a class="govuk-link" href="${inboxPath}/${path}">Newest ${things}</a>`}
    ${
      earlier.length > shown.length &&
      last !== undefined &&
      html`<a class="govuk-link" href="${inboxPath}/${path}?before=${last.number}">Older ${things}</a>`
    }
  </p>`;
  return { shown, links };
}
