import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { environment } from '../contract/environment';
import { createSendTask, type SendTaskProps } from './functions/send-task';
import { checkPublisher, checkSenderName } from './validation/check-publisher';
import { checkSender } from './validation/check-sender';
import { toGetObjects, toPutObjects, toSend, toUseItems } from './storage/key-use';
import { grantKey, isService } from './storage/key-user';
import { grantCancel, type PipelineTables } from './storage/grant-cancel';
import { InvalidSettingsError } from './validation/invalid-settings-error';
import { grantDiscover } from './storage/pipeline-parameter';
import { grantPutPayloads, grantReadLetterPdfs } from './storage/pipeline-bucket';
import type { INotifyPipeline, PublisherSettings } from './i-notify-pipeline';
import { PipelineEvents } from './events/pipeline-events';

/**
 * What a pipeline of this stack and one of another stack have in common. Use `INotifyPipeline` in the props of your own
 * constructs.
 *
 * @example
 * const pipeline: INotifyPipeline = notify;
 * pipeline.grantSend(applicationRole);
 */
export abstract class NotifyPipelineBase extends PipelineEvents implements INotifyPipeline {
  abstract readonly queue: IQueue;
  abstract readonly urgentQueue: IQueue;
  abstract readonly bucket: IBucket;
  abstract readonly encryptionKey: IKey;
  /**
   * Its tables, if they are known.
   * @internal
   */
  protected abstract readonly _tables: PipelineTables;
  /**
   * Sends for states of Step Functions, if it is there and known.
   * @internal
   */
  protected abstract readonly _sendTaskFunction: IFunction | undefined;

  grantSend(grantee: IGrantable): Grant {
    return this.#grantSendTo(grantee, [this.queue, this.urgentQueue]);
  }

  #grantSendTo(grantee: IGrantable, queues: readonly [IQueue, ...IQueue[]]): Grant {
    checkSender(grantee.grantPrincipal, this);
    const actions = ['sqs:SendMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'];
    const onQueues = queues
      .map((queue) => queue.grant(grantee, ...actions))
      .reduce((all, grant) => all.combine(grant))
      .combine(grantKey(this.encryptionKey, grantee, toSend(...queues)));
    // A service of AWS that sends by itself, such as EventBridge, has no way to go by the bucket.
    if (isService(grantee.grantPrincipal.policyFragment)) return onQueues;
    const grant = onQueues
      .combine(grantPutPayloads(this.bucket, grantee))
      .combine(grantKey(this.encryptionKey, grantee, toPutObjects(this.bucket)));
    // Not part of it: publishers in another account cannot have it, and do not need it.
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

  grantCancel(grantee: IGrantable): Grant {
    const { table, scheduledTable } = this._tables;
    if (!table || !scheduledTable) {
      throw new InvalidSettingsError(
        'nobody can cancel, because the tables are not known: pass tableArn and scheduledTableArn to NotifyPipeline.fromAttributes',
        this,
      );
    }
    // Not part of it: a publisher knows where the tables are, and only the command line has to find them.
    this.grantDiscover(grantee);
    return grantCancel(grantee, table, scheduledTable).combine(
      grantKey(this.encryptionKey, grantee, toUseItems(table, scheduledTable)),
    );
  }

  grantReadLetterPdfs(grantee: IGrantable): Grant {
    if (!this._optionalEvents.letterPdfs)
      throw new InvalidSettingsError(
        'there are no PDFs to read, because letterPdfs is off: set letterPdfs to true',
        this,
      );
    return grantReadLetterPdfs(this.bucket, grantee).combine(
      grantKey(this.encryptionKey, grantee, toGetObjects(this.bucket)),
    );
  }

  sendTask(scope: Construct, id: string, props: SendTaskProps): TaskStateBase {
    if (this._sendTaskFunction) return createSendTask(scope, id, this._sendTaskFunction, props);
    throw new InvalidSettingsError(
      'no state can send, because the function that sends for states does not exist or is not known: set sendTasks to true, and pass sendTaskFunctionArn to NotifyPipeline.fromAttributes',
      this,
    );
  }

  addPublisher(fn: Function, { sender, urgent = true }: PublisherSettings = {}): Grant {
    checkPublisher(fn, this);
    checkSenderName(sender, this);
    const { publisher } = environment;
    fn.addEnvironment(publisher.queueUrl, this.queue.queueUrl);
    if (urgent) fn.addEnvironment(publisher.urgentQueueUrl, this.urgentQueue.queueUrl);
    if (sender !== undefined) fn.addEnvironment(publisher.sender, sender);
    fn.addEnvironment(publisher.bucketName, this.bucket.bucketName);
    fn.addEnvironment(publisher.pipelineId, this.pipelineId);
    const { table, scheduledTable } = this._tables;
    if (table) fn.addEnvironment(publisher.tableName, table.tableName);
    if (scheduledTable) fn.addEnvironment(publisher.scheduledTableName, scheduledTable.tableName);
    return this.#grantSendTo(fn, urgent ? [this.queue, this.urgentQueue] : [this.queue]);
  }
}
