import { CfnOutput, Stack } from 'aws-cdk-lib';
import { describePipeline, type PipelineDescription } from '../contract/pipeline-parameter';
import { secretId } from './storage/secret-id';
import type { NotifyPipeline } from './notify-pipeline';
import type { OperatedParts } from './operate/operator-grants';

const forOtherStacks = 'For NotifyPipeline.fromAttributes in another stack';

/** What a stack says of a pipeline: the name of each output, with its description and its value. */
function outputsOf(pipeline: NotifyPipeline): readonly (readonly [string, string, string | undefined])[] {
  return [
    ['QueueUrl', 'Put messages here', pipeline.queue.queueUrl],
    ['UrgentQueueUrl', 'Put urgent messages here', pipeline.urgentQueue.queueUrl],
    ['BucketName', 'Put messages here that are too big for a queue', pipeline.bucket.bucketName],
    ['DeadLetterQueueUrl', 'Messages that could not be handled', pipeline.deadLetterQueue.queueUrl],
    ['TableName', 'What happened to every message', pipeline.table.tableName],
    ['EventBusName', 'The bus with the events of deliveries', pipeline.eventBus.eventBusName],
    ['PipelineId', 'Part of every reference given to Notify', pipeline.pipelineId],
    ['ParameterName', 'The SSM parameter with all of this', pipeline.parameterName],
    ['QueueArn', forOtherStacks, pipeline.queue.queueArn],
    ['UrgentQueueArn', forOtherStacks, pipeline.urgentQueue.queueArn],
    ['BucketArn', forOtherStacks, pipeline.bucket.bucketArn],
    ['TableArn', forOtherStacks, pipeline.table.tableArn],
    ['ScheduledTableArn', forOtherStacks, pipeline.scheduledTable.tableArn],
    ['EncryptionKeyArn', forOtherStacks, pipeline.encryptionKey.keyArn],
    ['EventBusArn', forOtherStacks, pipeline.eventBus.eventBusArn],
    ['SendTaskFunctionArn', forOtherStacks, pipeline.sendTaskFunction?.functionArn],
    ['CallbackUrl', 'Give it to Notify for its callbacks', pipeline.callbackUrl],
    ['CallbackTokenSecretName', 'Holds the bearer token to give with it', pipeline.callbackTokenSecret?.secretName],
  ];
}

/** Makes a stack put out what there is to know of a pipeline, each by its name after a prefix. Answers the outputs. */
export function addPipelineOutputs(stack: Stack, pipeline: NotifyPipeline, prefix: string): readonly CfnOutput[] {
  return outputsOf(pipeline).flatMap(([name, description, value]) =>
    value === undefined ? [] : [new CfnOutput(stack, `${prefix}${name}`, { description, value })],
  );
}

/** What the pipeline's parameter says of it. */
export function descriptionOf(
  pipeline: Omit<NotifyPipeline, 'parameterName'>,
  { table, hashKeySecret, triggers, bucketVersionRetention }: OperatedParts,
): PipelineDescription {
  const { heldQueues, callbackUrl, callbackTokenSecret } = pipeline;
  const functions = {
    send: pipeline.sendFunction,
    'send-urgent': pipeline.sendUrgentFunction,
    poll: pipeline.pollFunction,
    release: pipeline.releaseFunction,
    'release-scheduled': pipeline.releaseScheduledFunction,
    announce: pipeline.announceFunction,
    callbacks: pipeline.callbacksFunction,
    'received-texts': pipeline.receivedTextsFunction,
    'letter-pdfs': pipeline.letterPdfFunction,
    'send-task': pipeline.sendTaskFunction,
    canary: pipeline.canaryFunction,
  };
  return describePipeline({
    pipelineId: pipeline.pipelineId,
    region: Stack.of(pipeline.queue).region,
    queueUrl: pipeline.queue.queueUrl,
    urgentQueueUrl: pipeline.urgentQueue.queueUrl,
    deadLetterQueueUrl: pipeline.deadLetterQueue.queueUrl,
    heldQueueUrls: {
      email: heldQueues.email.queueUrl,
      sms: heldQueues.sms.queueUrl,
      international_sms: heldQueues.internationalSms.queueUrl,
      letter: heldQueues.letter.queueUrl,
      urgent: heldQueues.urgent.queueUrl,
    },
    bucketName: pipeline.bucket.bucketName,
    tableName: pipeline.table.tableName,
    scheduledTableName: pipeline.scheduledTable.tableName,
    eventBusName: pipeline.eventBus.eventBusName,
    eventBusArn: pipeline.eventBus.eventBusArn,
    encryptionKeyArn: pipeline.encryptionKey.keyArn,
    hashKeySecretId: hashKeySecret.secretArn,
    findByRecipient: table.findByRecipient,
    eventSourceIds: Object.fromEntries(triggers.eventSources.map(({ name, id }) => [name, id])),
    scheduleNames: Object.fromEntries(triggers.schedules.map(({ name, id }) => [name, id])),
    scheduleGroupName: triggers.scheduleGroupName,
    ...(bucketVersionRetention && { bucketVersionDays: bucketVersionRetention.toDays() }),
    functionNames: Object.fromEntries(
      Object.entries(functions).flatMap(([name, fn]) => (fn ? [[name, fn.functionName]] : [])),
    ),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(callbackTokenSecret && { callbackTokenSecretId: secretId(callbackTokenSecret) }),
  });
}
