import type { PipelineEvent } from '../../lib/contract/events/schema-violations';
import type { DeliveryEventDetail } from '../../lib/contract/events/details';
import { deliveryId } from '../../lib/contract/identity';
import { putApiKey } from '../../local/cloud/api-key-secret';
import type { Context } from '../../local/cloud/cdk';
import { Closing } from '../../local/cloud/closing';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { givenEmulator, type Emulator } from '../../local/cloud/emulator';
import { openCloud, type LocalCloud } from '../../local/cloud/local-cloud';
import { until } from '../../local/cloud/until';

/** Longer than two runs of what is scheduled, on a machine that is busy. */
export const within = 200_000;

/** Tests that list whatever is in their account have one of their own. */
const accounts = {
  shared: '000000000000',
  deploy: '111111111111',
  runbook: '222222222222',
  deployLocal: '333333333333',
  redeploy: '444444444444',
} as const;

/** The emulator that runs for all tests, as one of its accounts. */
export function emulatorInTest(account: keyof typeof accounts = 'shared'): Emulator {
  const emulator = givenEmulator(process.env);
  if (!emulator) throw new Error('there is no emulator: run these tests with npm run test:cloud');
  const { address } = emulator;
  return {
    ...emulator,
    address: { ...address, credentials: { ...address.credentials, accessKeyId: accounts[account] } },
  };
}

export interface Deployed extends LocalCloud {
  readonly context: Context;
  readonly pipeline: DeployedPipeline;
  readonly events: readonly PipelineEvent[];
}

/** Deploys the app of bin/ as a stack of this name, with a secret of the same name and a stand-in of its own. */
export async function deploy(stackName: string): Promise<Deployed> {
  const closing = new Closing();
  const cloud = closing.add(await openCloud({ emulator: emulatorInTest() }));
  const { emulator, cdk, notifyUrl, notifyKey } = cloud;
  const context = { stackName, secretName: stackName, notifyBaseUrl: notifyUrl, callbacks: 'true' };
  await putApiKey(emulator.address, stackName, notifyKey);
  const outputs = await cdk.deploy(context);
  const events: PipelineEvent[] = [];
  const pipeline = closing.add(await DeployedPipeline.open(emulator.address, outputs, (event) => events.push(event)));
  return { ...cloud, context, pipeline, events, close: () => closing.close() };
}

/** Waits until events say that the delivery with this idempotency key is in one of these states. */
export function untilItIs(
  pipeline: DeployedPipeline,
  key: string,
  ...states: readonly DeliveryEventDetail['state'][]
): Promise<DeliveryEventDetail> {
  const id = deliveryId(pipeline.outputs['PipelineId'] ?? '', key);
  return until(
    `the message "${key}" is ${states.join(' or ')}`,
    () => {
      const delivery = pipeline.find(id);
      return delivery && states.includes(delivery.state) && delivery;
    },
    { within },
  );
}

export { officeClosed } from '../fakes/office-closed';

/** A letter that Notify takes, whose idempotency key is its own. */
export const licenceGranted = (key: string): string =>
  JSON.stringify({
    type: 'letter',
    template_id: '10000000-0000-4000-8000-000000000001',
    personalisation: {
      address_line_1: 'Ben Moved',
      address_line_2: '123 High Street',
      address_line_3: 'SW14 6BF',
      name: 'Ben',
      expires: '1 March 2027',
    },
    idempotency_key: key,
  });
