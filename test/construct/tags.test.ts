import { App, CfnResource, Stack, TagManager, Tags } from 'aws-cdk-lib';
import { configurations } from './configurations';
import { configure } from './nag-packs';
import { pipelineInStack, propertiesOf, type Resource } from './stacks';

/** What CloudFormation gives no tags. */
const without = new Set([
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  // Its group has them.
  'AWS::Scheduler::Schedule',
]);

/** The tags of a resource, wherever its type has them. */
function tagsOf({ Type, Properties }: Resource): unknown {
  if (Type !== 'AWS::DynamoDB::GlobalTable') return Properties['Tags'];
  const [replica] = Properties['Replicas'] as Readonly<Record<string, unknown>>[];
  return replica?.['Tags'];
}

/** Among them they have every type of resource that a pipeline can have. */
const everyType = Object.entries(configurations).filter(([name]) =>
  ['nothing given', 'everything given', 'receipts', 'receipts that others hand on', 'a VPC'].includes(name),
);

const hasTag = (tags: unknown): boolean =>
  JSON.stringify(tags ?? '').includes('{"Key":"service","Value":"licences"}') ||
  JSON.stringify(tags ?? '').includes('"service":"licences"');

/** What each configuration makes. It is looked at more than once, and made once. */
const madeBy = new Map(
  Object.entries(configurations).map(([name, use]) => [
    name,
    configure(use, new App())
      .node.findAll()
      .filter((each) => CfnResource.isCfnResource(each)),
  ]),
);
const everythingMade = [...madeBy.values()].flat();

describe('NotifyPipeline: tags', () => {
  test.each(everyType)('with %s, whatever can have a tag has those of the app', (_name, use) => {
    const app = new App();
    Tags.of(app).add('service', 'licences');
    const stack = configure(use, app);
    const template = app.synth().getStackByName(stack.stackName).template as { Resources: Record<string, Resource> };
    const untagged = Object.entries(template.Resources).filter(
      ([, resource]) => !without.has(resource.Type) && !hasTag(tagsOf(resource)),
    );
    expect(untagged.map(([id, { Type }]) => [id, Type])).toEqual([]);
  });

  test('no configuration has a type that these do not have', () => {
    const types = new Set(
      everyType.flatMap(([name]) => madeBy.get(name)?.map(({ cfnResourceType }) => cfnResourceType)),
    );
    const all = new Set(everythingMade.map(({ cfnResourceType }) => cfnResourceType));
    const others = [...all].filter((type) => !types.has(type) && !without.has(type));
    expect(others).toEqual([]);
  });

  test('what the list says has no tags has none in the CDK either', () => {
    const taggable = everythingMade
      .filter((each) => TagManager.of(each) !== undefined)
      .map(({ cfnResourceType }) => cfnResourceType);
    expect(taggable.filter((type) => without.has(type))).toEqual([]);
  });
});

describe('NotifyPipeline: the group of its schedules', () => {
  const stack = new Stack(new App(), 'Stack');
  const { template } = pipelineInStack({ receivedTexts: true }, stack);

  test('every schedule is in it, and its name is made by CloudFormation', () => {
    const [group] = Object.entries(template().findResources('AWS::Scheduler::ScheduleGroup'));
    expect(group?.[1]).not.toHaveProperty('Properties.Name');
    const schedules = propertiesOf(template(), 'AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(4);
    for (const schedule of schedules) expect(schedule['GroupName']).toEqual({ Ref: group?.[0] });
  });

  test('the role of a schedule is for that group alone', () => {
    const [id] = Object.keys(template().findResources('AWS::Scheduler::ScheduleGroup'));
    const trusted = propertiesOf(template(), 'AWS::IAM::Role')
      .map((role) => role['AssumeRolePolicyDocument'] as { Statement: { Principal: object; Condition?: object }[] })
      .flatMap(({ Statement }) => Statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes('scheduler'));
    expect(trusted).toHaveLength(4);
    for (const { Condition } of trusted) {
      expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
      expect(JSON.stringify(Condition)).toContain(`:schedule-group/",{"Ref":"${id}"}]]`);
    }
  });
});
