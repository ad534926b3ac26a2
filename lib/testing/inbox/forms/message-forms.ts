import { shownStatus } from '../../endpoints/notification-view';
import type { Ending } from '../../lifecycle/endings';
import { hasEnded, type StoredNotification } from '../../storage/notification';
import { inboxPath, type InboxContext } from '../context';
import { messagePage } from '../pages/message';
import { endingsOf } from '../pages/message-forms';
import { messageOf, type FormHandler, type FormResult } from './form';

type MessageHandler = (
  context: InboxContext,
  message: StoredNotification,
  fields: Readonly<Record<string, string>>,
) => void;

/** What can be done to one message. Each throws an error that says why it cannot be done. */
const handlers: Readonly<Record<string, MessageHandler>> = {
  end: ({ standIn }, message, { ending }) => {
    if (hasEnded(message.status)) {
      throw new Error(
        `it is too late: it has ended as ${shownStatus(message)}. Make a rule before you send the next one`,
      );
    }
    standIn.control.endAs({ id: message.id }, readEnding(message, ending));
  },
  cancel: ({ standIn }, { id }) => standIn.control.cancelLetter(id),
  return: ({ standIn }, { id }) => standIn.control.returnLetter(id),
  spam: ({ standIn }, message) => {
    if (message.type !== 'email') throw new Error('only an email can be reported as spam');
    standIn.control.complain(message.id);
  },
};

export const isMessageForm = (what: string): boolean => Object.hasOwn(handlers, what);

/** A form on a message's page. */
export function messageForm(what: string): FormHandler {
  return async (context, { id, fields }): Promise<FormResult> => {
    context.standIn.catchUp();
    const message = context.standIn.notify.notifications.findAnywhere(id);
    if (message === undefined) return { missing: `There is no message ${id}.` };
    try {
      handlers[what]?.(context, message, fields);
      return { goTo: `${inboxPath}/messages/${id}` };
    } catch (error) {
      const problem = { field: hasEnded(message.status) ? 'main' : 'ending-0', message: capital(messageOf(error)) };
      return { page: await messagePage(context, message, [problem]), place: '' };
    }
  };
}

function readEnding({ type, template }: StoredNotification, ending: string | undefined): Ending {
  const found = endingsOf(type, template === null).find((each) => each === ending);
  if (found === undefined) throw new Error('choose how the message is to end');
  return found;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
