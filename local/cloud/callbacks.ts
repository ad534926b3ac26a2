import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { CallbackSender, CallbackTarget, NotifyStandIn } from '../../lib/testing';
import { sendOverHttp } from '../../lib/testing/callbacks/sender';
import type { Outputs } from './cdk';
import type { CloudAddress } from './cloud-address';

const functionUrl = /^https:\/\/([a-z0-9]+)\.lambda-url\.[a-z0-9-]+\.on\.aws\/(.*)$/;

/** Makes Notify's callbacks to where the emulator answers for a function's URL, whose name no DNS knows. */
export const callbacksTo =
  ({ endpoint }: CloudAddress): CallbackSender =>
  (call) =>
    sendOverHttp({ ...call, url: call.url.replace(functionUrl, `${endpoint}/_aws/lambda-url/$1/$2`) });

/** What a person puts into Notify to have a deployed pipeline called back. */
export async function callbackTarget(address: CloudAddress, outputs: Outputs): Promise<CallbackTarget> {
  const client = new SecretsManagerClient(address);
  const asked = new GetSecretValueCommand({ SecretId: outputs['CallbackTokenSecretName'] });
  const { SecretString: bearerToken = '' } = await client.send(asked);
  client.destroy();
  return { url: outputs['CallbackUrl'] ?? '', bearerToken };
}

/** Puts it into Notify, as a person does under API integration. */
export function setCallbacks({ world }: NotifyStandIn, target: CallbackTarget): void {
  for (const service of world.services) {
    service.callbacks = { deliveryReceipts: target, returnedLetters: target, receivedTexts: target };
  }
}
