import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { environment } from '../contract/environment';
import { checkPublisher } from './validation/check-publisher';
import { queueKeyActions } from './storage/encryption-key';
import { InvalidSettingsError } from './validation/invalid-settings-error';
import { grantDiscover } from './storage/pipeline-parameter';
import { grantPutPayloads, grantReadLetterPdfs } from './storage/pipeline-bucket';
import { PipelineEvents } from './events/pipeline-events';

/** What a pipeline is to others, be it of this stack or of another: where to put messages, and its events. */
export abstract class NotifyPipelineBase extends PipelineEvents {
  /** Where services put their messages. */
  abstract readonly queue: IQueue;
  /** Where services put messages that must not wait behind others, such as sign-in codes. */
  abstract readonly urgentQueue: IQueue;
  /** Where messages are kept that are too big for SQS. */
  abstract readonly bucket: IBucket;
  /** The key that encrypts what the pipeline keeps. */
  abstract readonly encryptionKey: IKey;

  /**
   * Lets someone put messages on the queue and on the urgent queue, and into the bucket those that are too big for SQS.
   * For a principal of another account the policies of the queues, of the bucket and of the pipeline's key say so too; an
   * imported key's policy has to be changed by whoever owns it. It includes `grantDiscover`.
   *
   * @example
   * notify.grantSend(new AccountPrincipal('111111111111'));
   */
  grantSend(grantee: IGrantable): Grant {
    const actions = ['sqs:SendMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'];
    const grant = this.queue
      .grant(grantee, ...actions)
      .combine(this.urgentQueue.grant(grantee, ...actions))
      .combine(grantPutPayloads(this.bucket, grantee))
      .combine(this.encryptionKey.grant(grantee, ...queueKeyActions));
    // Not a part of it: whoever publishes from another account can do without, and must.
    this.grantDiscover(grantee);
    return grant;
  }

  /**
   * Lets someone find the pipeline by its id: read the SSM parameter that says where everything of it is. The parameter holds
   * names and addresses, and no secret. It grants nothing to a principal of another account, which SSM lets read no such
   * parameter.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
   *
   * @example
   * notify.grantDiscover(applicationRole);
   */
  grantDiscover(grantee: IGrantable): Grant {
    const { account, region } = this.queue.env;
    return grantDiscover(this, grantee, { pipelineId: this.pipelineId, account, region });
  }

  /**
   * Lets someone read the PDFs of letters, by the key that stands in the events. They hold personal data: the name and the
   * address of whoever the letter is for, and all that it says.
   *
   * For a principal of another account the policies of the bucket and of the pipeline's key say so too; an imported key's
   * policy has to be changed by whoever owns it.
   *
   * @throws Error when `letterPdfs` are not on.
   *
   * @example
   * notify.grantReadLetterPdfs(archiveRole);
   */
  grantReadLetterPdfs(grantee: IGrantable): Grant {
    if (!this.optionalEvents.letterPdfs)
      throw new InvalidSettingsError('there are no PDFs for anybody to read: set letterPdfs to true', this);
    return grantReadLetterPdfs(this.bucket, grantee).combine(this.encryptionKey.grant(grantee, 'kms:Decrypt'));
  }

  /**
   * Lets a function publish: grants what it takes, and sets the environment that `NotifyPublisher.fromEnv()` of
   * `cdk-govuk-notify/publisher` reads. A function can publish to one pipeline in this way.
   *
   * @throws Error when the function publishes to another pipeline already, or is known to be in another region, from where
   * it could not reach the queues.
   *
   * @example
   * notify.addPublisher(applicationFunction);
   */
  addPublisher(fn: Function): Grant {
    checkPublisher(fn, this);
    const { publisher } = environment;
    fn.addEnvironment(publisher.queueUrl, this.queue.queueUrl);
    fn.addEnvironment(publisher.urgentQueueUrl, this.urgentQueue.queueUrl);
    fn.addEnvironment(publisher.bucketName, this.bucket.bucketName);
    fn.addEnvironment(publisher.pipelineId, this.pipelineId);
    return this.grantSend(fn);
  }
}
