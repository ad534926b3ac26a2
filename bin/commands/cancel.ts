import { NotCancelledError, NotifyPublisher, type Cancellation } from '../../lib/publisher';
import { environment } from '../../lib/contract/environment';
import { cannotAtAws } from './cannot-at-aws';
import { exitCodes, print, type Command } from './command';
import { findTarget } from './find-target';
import { readOptions } from './options';

const usage = `  cancel --key KEY [--pipeline ID] [--json]
      Cancels a message that we have not started to send, such as one that waits for its send_after. It is sent or
      cancelled, never both. After this, no message with that key is sent, even one that we have not seen yet. Exit code 0
      if it is cancelled, 1 if it is too late or the message has already ended. Needs grantCancel.

      --key KEY             the idempotency key of the message. If it has none, its SQS message ID
      --pipeline ID         the pipeline's ID, or ${environment.publisher.pipelineId}; default the only one in the
                            account and region
      --pipeline-id ID      the same
      --json                print one line of JSON
`;

export const cancel: Command = {
  usage,
  examples: [
    'cancel --key "appointment 7 reminder"',
    'cancel --key "appointment 7 reminder" --pipeline licences-production --json',
  ],
  async run(args) {
    const values = readOptions(args, {
      key: { type: 'string' },
      pipeline: { type: 'string' },
      'pipeline-id': { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const { key, json } = values;
    if (!key) throw new Error('--key is missing; give the idempotency key of the message');
    const pipeline =
      values.pipeline ?? values['pipeline-id'] ?? process.env[environment.publisher.pipelineId] ?? undefined;
    const target = await findTarget({ pipeline }, {});
    const cancellation = await new NotifyPublisher(target).cancel(key).catch((error: unknown) => {
      throw cannotCancel(error);
    });
    print(json ? JSON.stringify(cancellation) : described(cancellation));
    return cancellation.outcome === 'cancelled' ? exitCodes.done : exitCodes.incomplete;
  },
};

const described = ({ outcome, state, deliveryId }: Cancellation): string =>
  ({
    cancelled: `cancelled: delivery ${deliveryId}; no message with this key is sent from now on`,
    'too late': `too late to cancel: delivery ${deliveryId} is ${state}`,
    ended: `not cancelled, because it had ended: delivery ${deliveryId} is ${state}`,
  })[outcome];

/** What the publisher says of it names a method of the construct; of a setting that is missing the command line says more. */
function cannotCancel(error: unknown): unknown {
  if (!(error instanceof NotCancelledError)) return error;
  const grant = 'use grantCancel of the NotifyPipeline, and check the region and the credentials';
  return cannotAtAws('the message was not cancelled', error.cause ?? error, grant);
}
