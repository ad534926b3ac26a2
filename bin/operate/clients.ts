import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshallOptions } from '../../lambda/shared/aws/marshall-options';
import { patience } from '../../lambda/shared/aws/patience';

// How often a request is tried is left to AWS_MAX_ATTEMPTS, as for every program of a person.
const { requestHandler } = patience;

export const connectSqs = (): SQSClient => new SQSClient({ requestHandler });

export const connectTable = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler }), { marshallOptions });

export const connectSecrets = (): SecretsManagerClient => new SecretsManagerClient({ requestHandler });
