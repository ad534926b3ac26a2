import type { Clock } from '../contract/clock';
import { CallbackQueue } from './callbacks/callbacks';
import { deliveryReceipt, returnedLetter } from './callbacks/payloads';
import type { CallbackSender } from './callbacks/sender';
import type { Agenda } from './lifecycle/agenda';
import type { StatusDelays } from './lifecycle/delays';
import { Lifecycle, type OnStatus } from './lifecycle/lifecycle';
import { Limits } from './limits/limits';
import type { Notify } from './notify';
import type { Recorder } from './recorder/recorder';
import { NotificationStore } from './storage/notification-store';
import { ReceivedTextStore } from './storage/received-texts';
import { Retention } from './storage/retention';
import type { CompleteWorld } from './world/complete-world';

/** What it is given beside the world and the time. */
interface Parts {
  readonly delays: StatusDelays;
  readonly sendCallback: CallbackSender;
  readonly recorder: Recorder;
}

/** Puts together what the endpoints work on. */
export function assemble(
  world: CompleteWorld,
  clock: Clock,
  time: Pick<Clock, 'now'>,
  agenda: Agenda,
  { delays, sendCallback, recorder }: Parts,
): { readonly notify: Notify; readonly retention: Retention } {
  const callbacks = new CallbackQueue(agenda, sendCallback, recorder);
  const notifications = new NotificationStore();
  const receivedTexts = new ReceivedTextStore();
  const notify: Notify = {
    world,
    now: () => time.now(),
    clientsNow: () => clock.now(),
    notifications,
    receivedTexts,
    limits: new Limits(),
    lifecycle: new Lifecycle(agenda, delays, reportTo(callbacks, recorder)),
    callbacks,
    uploads: [],
    recorder,
  };
  return { notify, retention: new Retention(notifications, receivedTexts, time.now()) };
}

/** Calls the callback URLs of services. Each call reports things as they were when they happened. */
function reportTo(callbacks: CallbackQueue, recorder: Recorder): OnStatus {
  return (notification, { status, receipt }, at) => {
    recorder.came(notification, status, at);
    const targets = notification.service.callbacks;
    if (receipt) {
      const payload = deliveryReceipt(notification);
      callbacks.add('deliveryReceipts', targets.deliveryReceipts, () => payload, at);
    }
    if (status === 'returned-letter') {
      const payload = returnedLetter(notification);
      callbacks.add('returnedLetters', targets.returnedLetters, () => payload, at);
    }
  };
}
