import * as core from '../../lib/notify';
import * as checks from '../../lib/preflight';
import * as publishing from '../../lib/publisher';
import * as reading from '../../lib/records';
import * as standIn from '../../lib/testing';
import type { Piece } from './pieces';

// What the reader of an example in a docstring has at hand: the package's own names, and others that explain
// themselves. Each example is a function body, so it may declare its own.

const importsOf = (entryPoint: string, names: readonly string[]): string =>
  `import { ${names.join(', ')} } from '${entryPoint}';`;

const notify = `
${importsOf('cdk-govuk-notify/notify', Object.keys(core))}
import type {
  EmailMessage, Notification, NotificationStatusFilter, Personalisation, TemplateType, Transport,
} from 'cdk-govuk-notify/notify';
import { ParsedApiKey } from 'lib/notify/api-key';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
declare const notify: NotifyClient;
declare const apiKey: string, id: string, templateId: string, emailAddress: string, reference: string;
declare const email: EmailMessage, file: Buffer, message: EmailMessage, notification: Notification, error: unknown;
declare function store(text: object): Promise<void>;
declare function sendAgainLater(): Promise<void>;
declare function markAsNotSent(message: EmailMessage): Promise<void>;
declare function waitForMidnight(): void;
declare class HttpsProxyAgent extends Agent { constructor(url: string) }
`;

/** What stands for the arguments in the tables that lead from the official clients to ours. */
const argumentsOfCalls = `
import type { LetterPersonalisation } from 'cdk-govuk-notify/notify';
declare const baseUrl: string, serviceId: string, phoneNumber: string, personalisation: LetterPersonalisation;
declare const emailReplyToId: string, oneClickUnsubscribeUrl: string, sanitiseContentFor: string[];
declare const smsSenderId: string, pdf: Buffer, postage: 'first', version: number, transport: Transport;
declare const filename: string, confirmEmailBeforeDownload: boolean, retentionPeriod: string;
declare const templateType: TemplateType, status: NotificationStatusFilter, olderThan: string, includeJobs: boolean;
declare const path: '/v2/templates', data: object, proxyUrl: string;
`;

/** The same for the official client. */
const official = `
import { NotifyClient } from 'notifications-node-client';
declare const notify: NotifyClient;
declare const apiKey: string, baseUrl: string, serviceId: string, id: string, templateId: string, reference: string;
declare const emailAddress: string, phoneNumber: string, personalisation: object;
declare const emailReplyToId: string, oneClickUnsubscribeURL: string, sanitiseContentFor: string[];
declare const smsSenderId: string, pdf: Buffer, postage: 'first', version: number, file: Buffer;
declare const filename: string, confirmEmailBeforeDownload: boolean, retentionPeriod: string;
declare const templateType: 'sms', status: string, olderThanId: string, olderThan: string;
declare const path: string, data: object, host: string, port: number;
declare const axiosInstance: Parameters<NotifyClient['setClient']>[0];
`;

const testing = `
${importsOf('cdk-govuk-notify/testing', Object.keys(standIn))}
import type { World } from 'cdk-govuk-notify/testing';
import { NotifyClient } from 'cdk-govuk-notify/notify';
import { readFile } from 'node:fs/promises';
declare const notify: NotifyStandIn;
declare const url: string, templateId: string;
declare function remind(client: NotifyClient, patient: { email: string; appointment: string }): Promise<void>;
declare function failedReminders(client: NotifyClient): Promise<readonly string[]>;
`;

const preflight = `
${importsOf('cdk-govuk-notify/preflight', Object.keys(checks))}
import type { NotifyClient } from 'cdk-govuk-notify/notify';
declare const notify: NotifyClient;
declare const templateId: string;
`;

const construct = `
import { CallbackEndpoint, detailTypes, metrics, NotifyPipeline, CallbackRoute, RecipientGuard, ReservedConcurrency, EventSelection, NotificationEvent, type INotifyPipeline } from 'cdk-govuk-notify';
import { Duration } from 'aws-cdk-lib';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import { ApplicationLogLevel, Tracing, type Function } from 'aws-cdk-lib/aws-lambda';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { JsonPath, TaskInput, type IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
declare const askForAnotherAddress: IChainable;
declare const handler: IFunction, wrongAddresses: IQueue;
declare const notify: NotifyPipeline, endpoint: InterfaceVpcEndpoint;
declare const applicationRole: IRole, archiveRole: IRole, onCallRole: IRole, dataProtectionRole: IRole, applicationFunction: Function, stagingBusArn: string;
declare const apiKeySecret: ISecret, topic: ITopic, pager: ITopic, team: ITopic, tickets: ITopic;
`;

/** Calls as they stand in a column of a table. */
export function callsWithPrelude(path: string, calls: readonly string[], client: 'ours' | 'official'): Piece {
  const prelude = client === 'ours' ? notify + argumentsOfCalls : official;
  return { path, code: `${prelude}\nexport const calls = () => [\n${calls.join(',\n')}\n];\n` };
}

const publisher = `
${importsOf('cdk-govuk-notify/publisher', Object.keys(publishing))}
import type { MessageToPublish, Value } from 'cdk-govuk-notify/publisher';
import { readFile } from 'node:fs/promises';
declare const publisher: NotifyPublisher;
declare const queueUrl: string, pipelineId: string, bucketName: string;
declare const templateId: string, emailAddress: string, phoneNumber: string;
declare function reminders(): AsyncIterable<MessageToPublish>;
`;

const records = `
${importsOf('cdk-govuk-notify/records', Object.keys(reading))}
import type { ClientOfSdk, NotificationSource, Recipient } from 'cdk-govuk-notify/records';
declare const dynamoDbClient: ClientOfSdk;
declare const records: NotifyRecords;
declare const tableName: string, pipelineId: string, deliveryId: string, emailAddress: string;
`;

const contract = `
import { complaintDetail, deliveryDetails, detailTypes, eventSource, receivedTextDetail } from 'cdk-govuk-notify/events';
import { metrics, type NotifyPipeline } from 'cdk-govuk-notify';
import { closestName } from 'lib/contract/did-you-mean';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
declare const notify: NotifyPipeline, handler: IFunction;
declare const event: { readonly detail: unknown };
`;

const preludes = {
  'lib/contract': contract,
  'lib/notify': notify,
  'lib/preflight': preflight,
  'lib/publisher': publisher,
  'lib/records': records,
  'lib/testing': testing,
  'lib/construct': construct,
} as const;

/** The folders behind the package's entry points. */
export const folders = [
  'lib/contract',
  'lib/notify',
  'lib/preflight',
  'lib/publisher',
  'lib/records',
  'lib/testing',
  'lib/construct',
] as const;

/** What the examples that are whole files import, beside packages. */
export const neighbours: readonly Piece[] = [
  {
    path: 'src/sign-in.ts',
    code: `
import type { NotifyClient } from 'notifications-node-client';
export declare function signIn(phoneNumber: string, notify: NotifyClient): Promise<void>;
`,
  },
];

/** An example from a folder, with what its reader has at hand; one that imports what it needs is a file as it stands. */
export function withPrelude({ path, code }: Piece, folder: (typeof folders)[number]): Piece {
  if (/^import /m.test(code)) return { path, code };
  const context = folder === 'lib/construct' ? 'this: Construct' : '';
  return { path, code: `${preludes[folder]}\nexport async function example(${context}) {\n${code}\n}\n` };
}
