import { choices } from '../../control/read-filter';
import { endings } from '../../lifecycle/endings';
import type { EndingRule } from '../../lifecycle/lifecycle';
import { inboxPath, type InboxContext, type InboxPage } from '../context';
import { dateOf, moment, timeOfDay } from '../format';
import { html, typed, type Html } from '../html';
import { describeFault, describeMatch, describeRest } from '../parts/faults';
import { button, emptyForm, postForm, selectField, textField, type FormState } from '../parts/fields';
import { table } from '../parts/table';
import { clockButtons } from './clock-buttons';
import { faultForm } from './fault-form';

const keyTypes = choices.key.map((type) => [type, type] as const);

/** What is to happen, and all that can be changed about it. */
export function whatHappensNextPage(context: InboxContext, form: FormState = emptyForm): InboxPage {
  const { standIn, mayChange } = context;
  const { services } = standIn.world;
  const now = standIn.now();
  const serviceChoices = services.map(({ id, name }) => [id, name] as const);
  const service = (id: string): Html | false =>
    services.length > 1 && selectField({ id, name: 'service', label: 'Service' }, serviceChoices, form);
  return {
    title: 'What happens next',
    problems: form.problems,
    status: form.problems.length > 0 ? 400 : 200,
    body: html`
      <h1 class="govuk-heading-l">What happens next</h1>
      ${
        !mayChange &&
        html`<p class="govuk-inset-text">
          Nothing can be changed here: start the stand-in with <code>--control</code>.
        </p>`
      }
      <section aria-labelledby="clock-heading">
        <h2 class="govuk-heading-m" id="clock-heading">The clock</h2>
        <p class="govuk-body">It is ${timeOfDay(now)} on ${dateOf(now)}. ${nextEvent(context)}</p>
        ${clockButtons(context, `${inboxPath}/what-happens-next`)}
      </section>
      <section aria-labelledby="rules-heading">
        <h2 class="govuk-heading-m" id="rules-heading">How messages end</h2>
        <p class="govuk-body">
          An email or text message ends 5 seconds after it is sent, so make a rule first. Of several rules that fit a
          message, the last one holds.
        </p>
        ${rulesTable(standIn.notify.lifecycle.rules, mayChange)} ${mayChange && ruleForm(form)}
      </section>
      <section aria-labelledby="faults-heading">
        <h2 class="govuk-heading-m" id="faults-heading">Faults</h2>
        ${faultsTable(context)} ${mayChange && faultForm(form)}
      </section>
      ${
        mayChange &&
        html`<section aria-labelledby="received">
            <h2 class="govuk-heading-m" id="received">A text message comes in</h2>
            ${postForm('received', [
              textField({ id: 'from', label: 'From', hint: 'A phone number', width: 20 }, form),
              textField({ id: 'content', label: 'Text' }, form),
              service('received-service'),
              button('Receive'),
            ])}
          </section>
          <section aria-labelledby="tokens-heading">
            <h2 class="govuk-heading-m" id="tokens-heading">Rate limit</h2>
            ${postForm('tokens', [
              textField(
                {
                  id: 'tokens',
                  label: 'Requests that are left',
                  hint: 'With 1 the next is the first to be refused',
                  width: 5,
                },
                form,
              ),
              selectField({ id: 'keyType', label: 'Type of key' }, keyTypes, form),
              service('tokens-service'),
              button('Set'),
            ])}
          </section>
          <section aria-labelledby="clear-heading">
            <h2 class="govuk-heading-m" id="clear-heading">Clear</h2>
            <p class="govuk-body">
              Forgets messages, texts, files, callbacks, rules and faults, and puts the clock back.
            </p>
            ${postForm('clear', button('Clear everything', 'warning'))}
          </section>`
      }
    `,
  };
}

function nextEvent({ standIn, host }: InboxContext): string {
  const next = host.nextEventAt();
  return next === undefined ? 'Nothing is to come.' : `Next, something happens at ${moment(next, standIn.now())}.`;
}

function rulesTable(rules: readonly EndingRule[], mayChange: boolean): Html {
  if (rules.length === 0) return html`<p class="govuk-body">There is no rule: messages are delivered.</p>`;
  const rows = rules.map(({ number, match, ending }) => [
    html`${Object.entries(match).map(([name, value]) => html`${name} ${typed(value)} `)}
    ${Object.keys(match).length === 0 && 'every message'}`,
    ending,
    mayChange && removeButton('rules', number, `Remove the rule ${number}`),
  ]);
  const columns = [{ name: 'For' }, { name: 'Ends as' }, ...(mayChange ? [{ name: 'Remove' }] : [])];
  return table(
    'Rules for endings',
    columns,
    rows.map((row) => row.slice(0, columns.length)),
  );
}

function faultsTable({ standIn, mayChange }: InboxContext): Html {
  const faults = standIn.faults.list();
  if (faults.length === 0) return html`<p class="govuk-body">No fault waits for a request.</p>`;
  const rows = faults.map((fault) => [
    describeFault(fault.script.fault),
    typed(describeMatch(fault)),
    describeRest(fault, standIn.now()),
    fault.struck,
    mayChange && removeButton('faults', fault.number, `Remove the fault ${fault.number}`),
  ]);
  const names = ['Fault', 'For', 'Strikes still', 'Has struck', ...(mayChange ? ['Remove'] : [])];
  const columns = names.map((name) => ({ name }));
  return table(
    'Faults that wait',
    columns,
    rows.map((row) => row.slice(0, columns.length)),
  );
}

const removeButton = (what: string, number: number, label: string): Html =>
  postForm(
    `${what}/${number}/remove`,
    html`<button class="govuk-button govuk-button--secondary inbox-button inbox-button--small" aria-label="${label}">
      Remove
    </button>`,
    'inbox-inline-form',
  );

function ruleForm(form: FormState): Html {
  const choices = endings.map((ending) => [ending, ending === 'stuck' ? 'stuck: hold until I say' : ending] as const);
  return postForm('rules', [
    textField({ id: 'recipient', label: 'Recipient', hint: 'As it is sent. Leave both empty for every message' }, form),
    textField({ id: 'reference', label: 'Reference' }, form),
    selectField({ id: 'ending', label: 'Ends as' }, choices, form),
    button('Add the rule'),
  ]);
}
