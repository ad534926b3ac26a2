import type * as Dynamo from '@aws-sdk/client-dynamodb';
import type * as Documents from '@aws-sdk/lib-dynamodb';
import type * as Secrets from '@aws-sdk/client-secrets-manager';
import type { ClientOfSdk } from './client-of-sdk';

/** DynamoDB by documents. */
export interface DocumentClient {
  readonly documents: typeof Documents;
  readonly client: Pick<Documents.DynamoDBDocumentClient, 'send'>;
}

/** The SDK's clients for DynamoDB, loaded when the first record is read. */
export async function openDocuments(given: ClientOfSdk | undefined): Promise<DocumentClient> {
  const documents: typeof Documents = await import('@aws-sdk/lib-dynamodb');
  if (given) return { documents, client: given };
  const dynamo: typeof Dynamo = await import('@aws-sdk/client-dynamodb');
  return { documents, client: documents.DynamoDBDocumentClient.from(new dynamo.DynamoDBClient()) };
}

/** The text of a secret. */
export async function readSecret(secretId: string, given: ClientOfSdk | undefined): Promise<string> {
  const secrets: typeof Secrets = await import('@aws-sdk/client-secrets-manager');
  const client: Pick<Secrets.SecretsManagerClient, 'send'> = given ?? new secrets.SecretsManagerClient();
  const { SecretString = '' } = await client.send(new secrets.GetSecretValueCommand({ SecretId: secretId }));
  return SecretString.trim();
}
