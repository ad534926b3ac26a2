import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshallOptions } from './marshall-options';
import { patience } from './patience';

// Every client of AWS is made here, each by a function of its own: a bundle holds only those that its function calls.

export const connectSqs = (): SQSClient => new SQSClient(patience);

export const connectEventBridge = (): EventBridgeClient => new EventBridgeClient(patience);

export const connectSecretsManager = (): SecretsManagerClient => new SecretsManagerClient(patience);

export const connectStepFunctions = (): SFNClient => new SFNClient(patience);

export const connectS3 = (): S3Client => new S3Client(patience);

export const connectDynamoDb = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(patience), { marshallOptions });
