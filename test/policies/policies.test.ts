import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routedCallbackSource } from '../../lib/contract/callback';
import { eventSource } from '../../lib/contract/events';
import { ids } from '../construct/stacks';
import type { Call } from './calls';
import { isDoneInItsName } from './in-its-name';
import { arnOf } from './physical-names';
import { callsOf, functions, isKept, keyArn, policies } from './pipeline';

/** Whether a resource is one that a policy names, in which `*` and `?` stand for anything. */
function covers(pattern: string, resource: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(resource);
}

const mapValues = (record: Readonly<Record<string, string>>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const recorded = new Map<string, readonly Call[]>();
beforeAll(async () => {
  // All at once: most of what they take is waiting.
  await Promise.all(functions.map(async (each) => recorded.set(each.name, await callsOf(each))));
});

describe.each(functions)('policies of the $name function', (each) => {
  const calls = (): readonly Call[] => recorded.get(each.name) ?? [];

  test('the recording has at least one call to AWS', () => {
    expect(calls().length).toBeGreaterThan(0);
  });

  test('the function is allowed every call that it makes', async () => {
    const verdicts = await Promise.all(
      calls().map(async (call) => ({ ...call, failure: await policies.evaluate(each.role, call) })),
    );
    expect(verdicts.filter(({ failure }) => failure !== 'Allowed')).toEqual([]);
  });

  test('the function is allowed nothing that it does not use, except what AWS does on its behalf', () => {
    const unused = policies
      .allowed(each.role)
      .filter(
        ({ action, resource, via }) =>
          !calls().some((call) => call.action === action && call.via === via && covers(resource, call.resource)),
      )
      .filter((call) => !isDoneInItsName(call, each));
    expect(unused).toEqual([]);
  });

  test('the function is denied its calls over an unencrypted connection, where the service accepts one', async () => {
    const open = calls().filter(({ action, resource }) => /^(sqs|s3|dynamodb):/.test(action) && isKept(resource));
    const verdicts = await Promise.all(open.map((call) => policies.evaluate(each.role, call, { secure: false })));
    expect(new Set(verdicts)).toEqual(new Set(open.length > 0 ? ['ExplicitlyDenied'] : []));
  });

  test('the function may use the key through no service but those that keep what it uses, and not by itself', async () => {
    const ways = [undefined, 's3', 'sqs', 'dynamodb', 'secretsmanager', 'ec2', 'lambda'];
    const used = new Set(policies.allowed(each.role).flatMap(({ via }) => via ?? []));
    const decrypt = { action: 'kms:Decrypt', resource: keyArn };
    for (const via of ways.filter((way) => way === undefined || !used.has(way))) {
      expect(await policies.evaluate(each.role, { ...decrypt, ...(via && { via }) })).toBe('ImplicitlyDenied');
    }
    expect(policies.allowed(each.role).filter(({ action, via }) => action.startsWith('kms:') && !via)).toEqual([]);
  });

  test('the function may use the key for no queue, bucket, table or secret but those that it uses', async () => {
    const elsewhere = calls().flatMap(({ encryptionContext, ...call }) =>
      encryptionContext
        ? [{ ...call, encryptionContext: mapValues(encryptionContext, (value) => `${value}-of-others`) }]
        : [],
    );
    const verdicts = await Promise.all(elsewhere.map((call) => policies.evaluate(each.role, call)));
    expect(new Set(verdicts)).toEqual(new Set(elsewhere.length > 0 ? ['ImplicitlyDenied'] : []));
  });

  test('Lambda’s loop detection is off only for a function that requeues onto its own queue', () => {
    const putsBack = calls().some(
      ({ action, resource }) => action === 'sqs:SendMessage' && each.sources.includes(resource),
    );
    expect(each.mayRecur).toBe(putsBack);
  });

  test('the function is allowed nothing on the resource *, except to answer tasks, of which IAM knows no resource', () => {
    const anything = policies.allowed(each.role).filter(({ resource }) => resource === '*');
    const answers = ['states:SendTaskSuccess', 'states:SendTaskFailure'];
    expect(anything.map(({ action }) => action)).toEqual(each.name === 'send-task' ? answers : []);
  });
});

describe('the pipeline’s own bus', () => {
  const release = functions.find(({ name }) => name === 'release');
  const onBus = { action: 'events:PutEvents', resource: arnOf('events', `event-bus/${ids.bus}`) };
  /** What a role of this account may do that may put anything on any bus, as an administrator's may. */
  const putBy = (role: string, source: string): Promise<string> =>
    policies.evaluate(role, { ...onBus, source }, { andMayDo: onBus });

  test.each(functions.filter(({ name }) => ['announce', 'callbacks', 'received-texts'].includes(name)))(
    'takes events of the pipeline’s source from the $name function',
    async ({ role }) => {
      expect(await policies.evaluate(role, { ...onBus, source: eventSource })).toBe('Allowed');
    },
  );

  test('takes none from anybody else, though IAM may allow it, of this account too', async () => {
    for (const role of [release?.role ?? '', 'Administrator']) {
      expect(await putBy(role, eventSource)).toBe('ExplicitlyDenied');
    }
  });

  test('takes callbacks that another pipeline hands on, and whatever else IAM allows', async () => {
    expect(await putBy('OtherPipeline', routedCallbackSource)).toBe('Allowed');
    expect(await putBy('Administrator', 'somebody.else')).toBe('Allowed');
  });
});

test('the functions call no service but those that the guide names a VPC endpoint for', async () => {
  const guide = await readFile(join(__dirname, '../../docs/guide/functions.md'), 'utf8');
  const named = [...guide.matchAll(/^\| `(\w+)` +\| (?:interface|gateway)/gm)].map(([, name]) => name);
  // The services ask the key for the functions.
  const called = [...recorded.values()].flat().filter(({ via }) => via === undefined);
  expect(new Set(called.map(({ action }) => action.split(':')[0]))).toEqual(new Set(named));
});

test('a call that no policy allows is detected', async () => {
  const [first] = functions;
  const call = { action: 'sqs:PurgeQueue', resource: arnOf('sqs', ids.queue) };
  expect(await policies.evaluate(first?.role ?? '', call)).toBe('ImplicitlyDenied');
});
