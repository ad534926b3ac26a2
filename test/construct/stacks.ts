import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline, type NotifyPipelineProps } from '../../lib';

/** What a synthesized template holds of one resource. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A pipeline in a stack of its own, with only the API key given unless said otherwise. */
export function pipelineInStack(
  props: Partial<NotifyPipelineProps> = {},
  stack = emptyStack(),
): { stack: Stack; pipeline: NotifyPipeline; apiKeySecret: ISecret; template: () => Template } {
  const apiKeySecret = props.apiKeySecret ?? Secret.fromSecretNameV2(stack, 'ApiKey', 'notify-key');
  const pipeline = new NotifyPipeline(stack, 'Notify', { ...props, apiKeySecret });
  return { stack, pipeline, apiKeySecret, template: () => Template.fromStack(stack) };
}

/** Its app writes no tree.json, because nothing here reads it and it takes a sixth of the time of a synthesis. */
export const emptyStack = (id = 'Stack', props: StackProps = {}): Stack =>
  new Stack(new App({ treeMetadata: false }), id, props);

/** Someone else's role, and its logical id. */
export function roleIn(stack: Stack): { role: Role; roleId: string } {
  const role = new Role(stack, 'Someone', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  return { role, roleId: (stack.resolve(role.roleName) as { Ref: string }).Ref };
}

/** Those of a stack, except for the one that every pipeline has that is given no topic for its alarms. */
export const warningsOf = (stack: Stack): readonly unknown[] =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => entry.data)
    .filter((warning) => !JSON.stringify(warning).includes('cdk-govuk-notify:nobodyIsNotified'));

export function resourcesOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  return template.findResources(type) as Record<string, Resource>;
}

export function propertiesOf(template: Template, type: string): readonly Resource['Properties'][] {
  return Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
}

export function resourceOf(template: Template, id: string): Resource {
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> };
  const resource = Resources[id];
  if (!resource) throw new Error(`the template has no resource ${id}`);
  return resource;
}

export const arn = (id: string, attribute = 'Arn'): object => ({ 'Fn::GetAtt': [id, attribute] });
export const ref = (id: string): object => ({ Ref: id });

/** A service of AWS as KMS names it in `kms:ViaService`, in the region of a stack that names none. */
export const endpointOf = (service: string): object => ({
  'Fn::Join': ['', [`${service}.`, ref('AWS::Region'), '.amazonaws.com']],
});

/**
 * The logical ids of what holds something. They may never change: CloudFormation would make new ones beside the old and
 * let those go with all that is in them.
 */
export const ids = {
  queue: 'NotifyQueuesQueueAE012769',
  urgentQueue: 'NotifyQueuesUrgentQueue3833CC4E',
  heldEmail: 'NotifyQueuesHeldQueuesEmail7B3B9684',
  heldSms: 'NotifyQueuesHeldQueuesSms2D079ED7',
  heldInternationalSms: 'NotifyQueuesHeldQueuesInternationalSmsF018C08B',
  heldLetter: 'NotifyQueuesHeldQueuesLetter358E1B5E',
  heldUrgent: 'NotifyQueuesHeldQueuesUrgentD44F546E',
  deadLetterQueue: 'NotifyQueuesDeadLetterQueue51A2462B',
  bucket: 'NotifyBucket51C804F6',
  table: 'NotifyDeliveries19FD8C0D',
  scheduledTable: 'NotifyScheduledF62214CF',
  key: 'NotifyKeyB4723974',
  hashKey: 'NotifyHashKeyBB54B3C6',
  bus: 'NotifyEventBusF06F771A',
  eventDeadLetterQueue: 'NotifyEventBusDeadLetterQueue074EF0F5',
} as const;

export const heldQueueIds: readonly string[] = [
  ids.heldEmail,
  ids.heldSms,
  ids.heldInternationalSms,
  ids.heldLetter,
  ids.heldUrgent,
];

/** The keys that the PDFs of letters can have. */
export const letterPdfArn: object = {
  'Fn::Join': ['', [arn(ids.bucket), '/letters/????????-????-????-????-????????????.pdf']],
};

/** The keys that payloads can have: a UUID, at the root of the bucket or under `payloads/`. Nobody may touch letters. */
export const payloadArns: readonly object[] = ['/payloads/', '/'].map((prefix) => ({
  'Fn::Join': ['', [arn(ids.bucket), `${prefix}????????-????-????-????-????????????`]],
}));
