import { apiKey } from '../../lib/testing';
import { acceptedFor } from '../../local/accepted';
import { putApiKey } from '../../local/cloud/api-key-secret';
import type { Outputs } from '../../local/cloud/cdk';
import { Closing } from '../../local/cloud/closing';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud } from '../../local/cloud/local-cloud';
import { emulatorInTest, officeClosed, untilItIs } from './deployed';

const closing = new Closing();

afterAll(() => closing.close());

/** The outputs of one of the pipelines in the stack, which begin with its name. */
const outputsOf = (name: string, outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([key, value]) => (key.startsWith(name) ? [[key.slice(name.length), value]] : [])),
  );

test('two pipelines in one stack each send and tell of their own messages alone', async () => {
  const { emulator, cdk, standIn, notifyUrl } = closing.add(await openCloud({ emulator: emulatorInTest() }));
  await putApiKey(emulator.address, 'two-pipelines/First', apiKey(standIn.world, 'live'));
  await putApiKey(emulator.address, 'two-pipelines/Second', apiKey(standIn.world, 'test'));
  const outputs = await cdk.deploy({ notifyBaseUrl: notifyUrl }, '--app', 'npx tsx test/cloud/two-pipelines.ts');
  const open = async (name: string): Promise<DeployedPipeline> =>
    closing.add(await DeployedPipeline.open(emulator.address, outputsOf(name, outputs)));
  const [first, second] = [await open('First'), await open('Second')];

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
