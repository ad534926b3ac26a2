import { deliveryId, formatReference } from '../../lib/contract/identity';
import { apiKey } from '../../lib/testing';
import { acceptedFor } from '../../local/accepted';
import { putApiKey } from '../../local/cloud/api-key-secret';
import { callbackTarget, setCallbacks } from '../../local/cloud/callbacks';
import type { Outputs } from '../../local/cloud/cdk';
import { Closing } from '../../local/cloud/closing';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud, type LocalCloud } from '../../local/cloud/local-cloud';
import { emulatorInTest, licenceGranted, officeClosed, untilItIs } from './deployed';

const closing = new Closing();
let cloud: LocalCloud;
let outputs: Outputs;
let first: DeployedPipeline;
let second: DeployedPipeline;

beforeAll(async () => {
  cloud = closing.add(await openCloud({ emulator: emulatorInTest() }));
  const { emulator, cdk, standIn, notifyUrl } = cloud;
  await putApiKey(emulator.address, 'two-pipelines/First', apiKey(standIn.world, 'live'));
  await putApiKey(emulator.address, 'two-pipelines/Second', apiKey(standIn.world, 'test'));
  outputs = await cdk.deploy({ notifyBaseUrl: notifyUrl }, '--app', 'npx tsx test/cloud/two-pipelines.ts');
  [first, second] = [await open('First'), await open('Second')];
});

afterAll(() => closing.close());

const open = async (name: string): Promise<DeployedPipeline> =>
  closing.add(await DeployedPipeline.open(cloud.emulator.address, outputsOf(name)));

/** The outputs of one of the pipelines in the stack, which begin with its name. */
const outputsOf = (name: string): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([key, value]) => (key.startsWith(name) ? [[key.slice(name.length), value]] : [])),
  );

test('two pipelines in one stack each send and record only their own messages', async () => {
  const { standIn } = cloud;
  // The same key in both: each has a message of its own by it.
  await first.publish(officeClosed('to whom it may concern', { reference: 'from the first' }));
  await second.publish(officeClosed('to whom it may concern', { reference: 'from the second' }));

  const one = await untilItIs(first, 'to whom it may concern', 'sent', 'delivered');
  const other = await untilItIs(second, 'to whom it may concern', 'sent', 'delivered');
  expect([one.reference, other.reference]).toEqual(['from the first', 'from the second']);
  expect([acceptedFor(standIn, one), acceptedFor(standIn, other)]).toEqual([1, 1]);
  expect(
    standIn.notifications
      .all()
      .map(({ keyType }) => keyType)
      .toSorted(),
  ).toEqual(['live', 'test']);
  expect(first.find(other.delivery_id)).toBeUndefined();
  expect(second.find(one.delivery_id)).toBeUndefined();
});

test('a returned letter reaches its own pipeline through the pipeline that Notify calls', async () => {
  const { standIn, emulator } = cloud;
  setCallbacks(standIn, await callbackTarget(emulator.address, outputsOf('First')));
  const pipelineId = second.outputs['PipelineId'] ?? '';
  const reference = formatReference({ pipelineId, deliveryId: deliveryId(pipelineId, 'to a house that is gone') });
  standIn.control.endAs({ reference }, 'returned-letter');

  await second.publish(licenceGranted('to a house that is gone'));

  // Nobody can ask Notify for it.
  const letter = await untilItIs(second, 'to a house that is gone', 'failed');
  expect(letter).toMatchObject({ failure: 'returned' });
  expect(acceptedFor(standIn, letter)).toBe(1);
});
