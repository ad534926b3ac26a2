import { InvalidMessageError, RefusedMessageError } from './errors';
import type { MessageToPublish } from './messages';
import { pack, type Parcel } from './parcel';
import type { NotifyPublisherOptions } from './publisher-options';
import { queueMessageOf } from './queue-message';

/** Checks a message and packs it. Throws an `InvalidMessageError` for whatever is wrong with it. */
export type Packer = (message: MessageToPublish) => Parcel;

type PackerOptions = Pick<
  NotifyPublisherOptions,
  'queueUrl' | 'urgentQueueUrl' | 'bucketName' | 'pipelineId' | 'sender' | 'preflight'
>;

/** A failure is reported for its message only. It does not stop the others. */
export function createPacker(options: PackerOptions): Packer {
  return (message) => {
    try {
      return checkAndPack(message, options);
    } catch (error) {
      throw error instanceof InvalidMessageError ? error : unreadable(error);
    }
  };
}

function checkAndPack(message: MessageToPublish, options: PackerOptions): Parcel {
  // What a program without types hands over may be anything.
  if (typeof message !== 'object' || message === null) throw new InvalidMessageError('the message must be an object');
  const checked = queueMessageOf(message);
  const refused = options.preflight?.(checked) ?? [];
  if (refused.length > 0) throw new RefusedMessageError(refused, options.preflight?.describe);
  return pack(checked, { ...options, queueUrl: queueFor(message, options) });
}

function queueFor({ priority }: MessageToPublish, { queueUrl, urgentQueueUrl }: PackerOptions): string {
  switch (priority) {
    case undefined:
      return queueUrl;
    case 'urgent':
      if (urgentQueueUrl) return urgentQueueUrl;
      throw new InvalidMessageError('priority is urgent and the publisher has no urgentQueueUrl; give it one');
    default:
      throw new InvalidMessageError('priority must be urgent, or left out');
  }
}

/** Only the name of what a getter or `toJSON` of the message threw, or the preflight: its words may show what is in it. */
function unreadable(error: unknown): InvalidMessageError {
  const { name = 'unknown' } = Object(error) as Partial<Error>;
  return new InvalidMessageError(
    `the message cannot be read (${name}); check its getters and its toJSON, and the preflight`,
  );
}
