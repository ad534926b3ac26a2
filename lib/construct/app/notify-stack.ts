import { Annotations, App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { NotifyPipeline } from '../notify-pipeline';
import { CallbackRoute } from '../queues/callback-route';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { readSettings, unreadContext, type StackSettings } from './stack-settings';

/**
 * The stack of the app in bin/, as its context asks for it.
 * @throws InvalidSettingsError for a context value that cannot be read, or that no pipeline can have.
 */
export function createNotifyStack(app: App): NotifyStack {
  const settings = readSettings((key) => app.node.tryGetContext(key));
  const stack = new NotifyStack(app, settings.stackName, settings);
  const warning = unreadContext(app.node.getAllContext() as Record<string, unknown>);
  if (warning) Annotations.of(stack).addWarningV2('cdk-govuk-notify:unreadContext', warning);
  return stack;
}

/** The template of the stack that `cdk deploy` would deploy with this context. */
export function synthesizeTemplate(context: Readonly<Record<string, unknown>>): unknown {
  // Nothing is deployed from here: `cdk synth` holds the template to the rules of CloudFormation, which takes seconds.
  const app = new App({ context: { ...context }, builtinCloudFormationValidation: false });
  const { stackName } = createNotifyStack(app);
  return app.synth().getStackByName(stackName).template;
}

/** One pipeline in a stack of its own. */
export class NotifyStack extends Stack {
  readonly pipeline: NotifyPipeline;

  constructor(scope: Construct, id: string, settings: StackSettings) {
    super(scope, id, { description: 'Sends messages through GOV.UK Notify from a queue.' });
    const { secretName, encryptionKeyArn, eventBusName, alarmTopicArn, callbackTokenSecretName, props } = settings;
    const signingSecret = this.signingSecret(settings);
    const callbackRoutes = Object.entries(settings.callbackRoutes).map(([to, busArn]) => {
      const bus = EventBus.fromEventBusArn(this, `CallbackRoute ${to}`, busArn);
      return [to, CallbackRoute.toEventBus(bus, { signingSecret: signingSecret() })] as const;
    });

    this.pipeline = new NotifyPipeline(this, 'Notify', {
      ...props,
      apiKeySecret: Secret.fromSecretNameV2(this, 'ApiKey', secretName),
      ...(encryptionKeyArn && { encryptionKey: Key.fromKeyArn(this, 'GivenKey', encryptionKeyArn) }),
      ...(eventBusName && { eventBus: EventBus.fromEventBusName(this, 'GivenEventBus', eventBusName) }),
      ...(alarmTopicArn && { alarmTopic: Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn) }),
      ...(callbackTokenSecretName && {
        callbackTokenSecret: Secret.fromSecretNameV2(this, 'GivenCallbackToken', callbackTokenSecretName),
      }),
      ...(callbackRoutes.length > 0 && { callbackRoutes: Object.fromEntries(callbackRoutes) }),
      ...(settings.routedCallbacks && { routedCallbacks: { signingSecret: signingSecret(), fromEventBus: true } }),
    });

    this.output('QueueUrl', 'Put messages here', this.pipeline.queue.queueUrl);
    this.output('UrgentQueueUrl', 'Put urgent messages here', this.pipeline.urgentQueue.queueUrl);
    this.output('BucketName', 'Put messages here that are too big for a queue', this.pipeline.bucket.bucketName);
    this.output('DeadLetterQueueUrl', 'Messages that could not be handled', this.pipeline.deadLetterQueue.queueUrl);
    this.output('TableName', 'What became of every message', this.pipeline.table.tableName);
    this.output('EventBusName', 'An event for every change of a delivery', this.pipeline.eventBus.eventBusName);
    this.output('PipelineId', 'Part of every reference given to Notify', this.pipeline.pipelineId);
    const attribute = 'For NotifyPipeline.fromAttributes in another stack';
    this.output('QueueArn', attribute, this.pipeline.queue.queueArn);
    this.output('UrgentQueueArn', attribute, this.pipeline.urgentQueue.queueArn);
    this.output('BucketArn', attribute, this.pipeline.bucket.bucketArn);
    this.output('EncryptionKeyArn', attribute, this.pipeline.encryptionKey.keyArn);
    this.output('EventBusArn', attribute, this.pipeline.eventBus.eventBusArn);
    const { callbackUrl, callbackTokenSecret } = this.pipeline;
    if (callbackUrl && callbackTokenSecret) {
      this.output('CallbackUrl', 'Give it to Notify for its callbacks', callbackUrl);
      this.output('CallbackTokenSecretName', 'Holds the bearer token to give with it', callbackTokenSecret.secretName);
    }
  }

  /** Gives the secret of callbacks that are handed on, to whoever needs one. */
  private signingSecret({ callbackSigningSecretName }: StackSettings): () => ISecret {
    if (callbackSigningSecretName) {
      const secret = Secret.fromSecretNameV2(this, 'CallbackSigning', callbackSigningSecretName);
      return () => secret;
    }
    return () => {
      throw new InvalidSettingsError(
        'context callbackRoutes and routedCallbacks need callbackSigningSecretName, got none: give the name of the secret with which callbacks are signed that are handed on',
      );
    };
  }

  private output(id: string, description: string, value: string): CfnOutput {
    return new CfnOutput(this, id, { description, value });
  }
}
