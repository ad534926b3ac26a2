import { type InboxContext } from '../context';
import { html, type Html } from '../html';
import { buttonForm } from '../parts/fields';

const steps = [
  ['next', 'To the next event'],
  ['minute', 'A minute'],
  ['hour', 'An hour'],
  ['day', 'A day'],
] as const;

/** The buttons that move the clock on. `back` is the page that is shown then. */
export function clockButtons({ mayChange }: InboxContext, back: string): Html | false {
  if (!mayChange) return false;
  return html`<div class="inbox-buttons" role="group" aria-label="Move the clock on">
    ${steps.map(([by, text]) => buttonForm('clock', text, { by, back }))}
  </div>`;
}
