import { endings } from '../../lifecycle/endings';
import { inboxPath, type InboxContext, type Problem } from '../context';
import { whatHappensNextPage } from '../pages/what-happens-next';
import { faultChoices } from './fault-choices';
import { backTo, given, messageOf, wholeNumber, type FormHandler, type FormResult, type SentForm } from './form';
import { isMessageForm, messageForm } from './message-forms';
import { moveClock } from './move-clock';

const place = 'what-happens-next';
const done: FormResult = { goTo: `${inboxPath}/${place}` };

const wrong = (context: InboxContext, { fields }: SentForm, problems: readonly Problem[]): FormResult => ({
  page: whatHappensNextPage(context, { values: fields, problems }),
  place,
});

const addRule: FormHandler = async (context, form) => {
  const { recipient, reference, ending: name } = form.fields;
  const ending = endings.find((each) => each === name);
  if (ending === undefined) {
    return wrong(context, form, [{ field: 'ending', message: 'Choose how messages are to end' }]);
  }
  context.standIn.control.endAs(given({ recipient, reference }), ending);
  return done;
};

const removeRule: FormHandler = async ({ standIn }, { id }) => {
  standIn.notify.lifecycle.forget(Number(id));
  return done;
};

const addFault: FormHandler = async (context, form) => {
  const { fault: name, path, faultRecipient: recipient, faultReference: reference } = form.fields;
  const choice = faultChoices.find((each) => each.name === name);
  const times = wholeNumber(form, 'times', { label: 'How often', from: 1 });
  const skip = wholeNumber(form, 'skip', { label: 'Requests to let through first', from: 0 });
  const problems = [
    choice === undefined && { field: 'fault', message: 'Choose a fault' },
    times.problem,
    skip.problem,
  ].filter((problem) => problem !== undefined && problem !== false);
  if (choice === undefined || problems.length > 0) return wrong(context, form, problems);
  context.standIn.faults.add({
    fault: choice.fault,
    when: given({ path, recipient, reference }),
    ...(times.value === undefined ? {} : { times: times.value }),
    ...(skip.value === undefined ? {} : { skip: skip.value }),
  });
  return done;
};

const removeFault: FormHandler = async ({ standIn }, { id }) => {
  standIn.faults.remove(Number(id));
  return done;
};

const receive: FormHandler = async (context, form) => {
  const { from = '', content = '', service } = form.fields;
  if (content === '') return wrong(context, form, [{ field: 'content', message: 'Write the text that comes in' }]);
  try {
    context.standIn.control.receiveText({ from, content, ...(service === undefined ? {} : { serviceId: service }) });
  } catch (error) {
    return wrong(context, form, [{ field: 'from', message: messageOf(error) }]);
  }
  return { goTo: `${inboxPath}/received` };
};

const setTokens: FormHandler = async (context, form) => {
  const { value, problem } = wholeNumber(form, 'tokens', { label: 'Requests that are left', from: 0 });
  const { keyType = 'live', service } = form.fields;
  const type = (['live', 'team', 'test'] as const).find((each) => each === keyType);
  if (value === undefined || type === undefined) {
    return wrong(context, form, [problem ?? { field: 'tokens', message: 'Say how many requests are left' }]);
  }
  context.standIn.control.setTokens(value, type, service);
  return done;
};

const clear: FormHandler = async ({ standIn }) => {
  await standIn.reset();
  return done;
};

const single: Readonly<Record<string, FormHandler>> = {
  rules: addRule,
  faults: addFault,
  received: receive,
  tokens: setTokens,
  clock: async (context, form) => {
    await moveClock(context, form.fields);
    return backTo(form, place);
  },
  clear,
};

/** Who takes the form that is sent to this path; undefined where there is none. */
export function handlerOf([first = '', id = '', what = '']: readonly string[]): FormHandler | undefined {
  if (first === 'messages' && isMessageForm(what)) return messageForm(what);
  if (first === 'rules' && what === 'remove') return removeRule;
  if (first === 'faults' && what === 'remove') return removeFault;
  return id === '' && Object.hasOwn(single, first) ? single[first] : undefined;
}
