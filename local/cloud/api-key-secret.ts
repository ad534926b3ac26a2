import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { CloudAddress } from './cloud-address';

/** Puts a Notify API key into a secret, which is made if it is not there. */
export async function putApiKey(address: CloudAddress, name: string, key: string): Promise<void> {
  const client = new SecretsManagerClient(address);
  try {
    await client.send(new CreateSecretCommand({ Name: name, SecretString: key }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: key }));
  } finally {
    client.destroy();
  }
}

export async function deleteSecret(address: CloudAddress, name: string): Promise<void> {
  const client = new SecretsManagerClient(address);
  await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
  client.destroy();
}
