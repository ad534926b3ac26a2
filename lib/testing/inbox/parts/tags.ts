import { html, type Html } from '../html';

const colours: Readonly<Record<string, string>> = {
  delivered: 'green',
  received: 'green',
  sent: 'green',
  done: 'green',
  created: 'grey',
  accepted: 'blue',
  sending: 'blue',
  'under way': 'blue',
  pending: 'yellow',
  'pending-virus-check': 'yellow',
  'temporary-failure': 'red',
  'permanent-failure': 'red',
  'technical-failure': 'red',
  'virus-scan-failed': 'red',
  'validation-failed': 'red',
  failed: 'red',
  'returned-letter': 'orange',
  cancelled: 'grey',
  expired: 'grey',
  rejected: 'magenta',
  scheduled: 'purple',
  held: 'yellow',
  'dead letter': 'black',
};

/** A status or state, in the colour of its kind. The colour says nothing that the word does not. */
export function tag(word: string, kind = word): Html {
  const colour = colours[kind] ?? 'grey';
  return html`<strong class="govuk-tag govuk-tag--${colour} inbox-tag">${word}</strong>`;
}
