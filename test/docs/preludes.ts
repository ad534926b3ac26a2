import * as core from '../../lib/notify';
import * as checks from '../../lib/preflight';
import * as publishing from '../../lib/publisher';
import * as standIn from '../../lib/testing';
import type { Piece } from './pieces';

// What whoever reads an example of a docstring has at hand: the package's own names, and others that speak for
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

/** What stands for the arguments in the tables of README that lead from the official clients to ours. */
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
import { detailTypes, metrics, NotifyPipeline, CallbackRoute, type INotifyPipeline } from 'cdk-govuk-notify';
import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
declare const handler: IFunction, wrongAddresses: IQueue;
declare const notify: NotifyPipeline;
declare const applicationRole: IRole, archiveRole: IRole, applicationFunction: Function, stagingBusArn: string;
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

const preludes = {
  'lib/notify': notify,
  'lib/preflight': preflight,
  'lib/publisher': publisher,
  'lib/testing': testing,
  'lib/construct': construct,
} as const;

/** The folders behind the package's entry points. */
export const folders = ['lib/notify', 'lib/preflight', 'lib/publisher', 'lib/testing', 'lib/construct'] as const;

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
