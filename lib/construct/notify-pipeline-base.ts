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
import type { INotifyPipeline } from './i-notify-pipeline';
import { PipelineEvents } from './events/pipeline-events';

/** What a pipeline of this stack and one of another have in common. Ask for an `INotifyPipeline` in props of your own. */
export abstract class NotifyPipelineBase extends PipelineEvents implements INotifyPipeline {
  abstract readonly queue: IQueue;
  abstract readonly urgentQueue: IQueue;
  abstract readonly bucket: IBucket;
  abstract readonly encryptionKey: IKey;

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

  grantReadLetterPdfs(grantee: IGrantable): Grant {
    if (!this._optionalEvents.letterPdfs)
      throw new InvalidSettingsError('there are no PDFs for anybody to read: set letterPdfs to true', this);
    return grantReadLetterPdfs(this.bucket, grantee).combine(this.encryptionKey.grant(grantee, 'kms:Decrypt'));
  }

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
