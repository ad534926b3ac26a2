import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkJson from '../../cdk.json';
import { InvalidSettingsError } from '../../lib/construct/validation/invalid-settings-error';
import { createNotifyStack } from '../../lib/construct/app/notify-stack';
import { contextKeys, unreadContext } from '../../lib/construct/app/stack-settings';
import { environment } from '../../lib/contract/environment';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { codeIn, rowsUnder } from '../docs/pieces';
import { arn, ids, propertiesOf, resourceOf, warningsOf } from './stacks';

const synthesize = (context: Record<string, unknown> = {}): Template =>
  Template.fromStack(createNotifyStack(new App({ context })));

describe('NotifyStack', () => {
  test('the template changes only on purpose', () => {
    const json = JSON.stringify(synthesize(recommendedFlags).toJSON(), null, 2);
    expect(json.replaceAll(/\b[0-9a-f]{64}\.zip\b/g, '<bundle>.zip')).toMatchSnapshot();
  });

  test('the outputs say where to send messages and where to find what happened to them', () => {
    const outputs = synthesize().findOutputs('*');
    expect(Object.fromEntries(Object.entries(outputs).map(([id, { Value }]) => [id, Value as unknown]))).toEqual({
      QueueUrl: { Ref: ids.queue },
      TableArn: arn(ids.table),
      ScheduledTableArn: arn(ids.scheduledTable),
      UrgentQueueUrl: { Ref: ids.urgentQueue },
      ParameterName: { Ref: expect.stringMatching(/^NotifyParameter/) as unknown },
      BucketName: { Ref: ids.bucket },
      DeadLetterQueueUrl: { Ref: ids.deadLetterQueue },
      TableName: { Ref: ids.table },
      EventBusName: { Ref: ids.bus },
      PipelineId: expect.anything() as unknown,
      QueueArn: arn(ids.queue),
      UrgentQueueArn: arn(ids.urgentQueue),
      BucketArn: arn(ids.bucket),
      EncryptionKeyArn: arn(ids.key),
      EventBusArn: arn(ids.bus),
    });
  });

  describe('NotifyStack: run by the CDK command line', () => {
    const output = mkdtempSync(join(tmpdir(), 'notify-app-'));
    afterAll(() => rmSync(output, { recursive: true }));
    afterEach(() => readdirSync(output).forEach((file) => rmSync(join(output, file))));

    const run = (context: Record<string, unknown> = {}) => {
      const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
        cwd: resolve(__dirname, '../..'),
        env: {
          PATH: process.env['PATH'],
          CDK_OUTDIR: output,
          CDK_VALIDATION: 'false',
          CDK_CONTEXT_JSON: JSON.stringify(context),
        },
        encoding: 'utf8',
      });
      return { status, errors: stderr, files: readdirSync(output) };
    };

    test('the app synthesizes without an account and without context', () => {
      expect(run()).toEqual({ status: 0, errors: '', files: expect.arrayContaining(['govuk-notify.template.json']) });
    });

    test('invalid context prints only what is wrong and what to do', () => {
      expect(run({ rateLimit: 'abc' })).toEqual({
        status: 1,
        errors:
          'context rateLimit must be a number, at least 0, got "abc": give it as -c rateLimit=NUMBER or leave it out\n',
        files: [],
      });
    });

    test('any other error prints its stack trace', () => {
      expect(run({ alarmTopicArn: 'on-call' })).toEqual({
        status: 1,
        errors: expect.stringMatching(/ARNs must start with "arn:"[^]*at new NotifyStack/),
        files: [],
      });
    });
  });
});

describe('NotifyStack: context', () => {
  test('text values from the command line configure the stack', () => {
    const template = synthesize({
      stackName: 'notify-staging',
      secretName: 'staging/key',
      pipelineId: 'staging',
      notifyBaseUrl: 'http://127.0.0.1:6011',
      removalPolicy: 'DESTROY',
      pollIntervalMinutes: '2',
      recordRetentionDays: '30',
      rateLimit: '600',
      rateShare: '0.25',
      maxFailures: '3',
      maxConcurrency: '5',
      urgentMaxConcurrency: '7',
      encryptionKeyArn: 'arn:aws:kms:eu-west-2:111111111111:key/1234',
      eventBusName: 'central',
      events: 'Failed, sent-untracked',
      alarmTopicArn: 'arn:aws:sns:eu-west-2:111111111111:on-call',
    });
    const send = propertiesOf(template, 'AWS::Lambda::Function')[0];
    expect(send).toMatchObject({
      Environment: {
        Variables: {
          POWERTOOLS_SERVICE_NAME: 'send',
          [environment.pipelineId]: 'staging',
          [environment.notifyBaseUrl]: 'http://127.0.0.1:6011',
          [environment.recordRetentionSeconds]: String(30 * 24 * 3600),
          [environment.rateLimit]: '600',
          [environment.rateShare]: '0.25',
          [environment.maxFailures]: '3',
        },
      },
    });
    expect(JSON.stringify(template)).toContain('"NOTIFY_PUBLISHED_STATES":"sent_untracked,failed"');
    expect(JSON.stringify(send)).toContain(':secret:staging/key');
    expect(resourceOf(template, ids.table).DeletionPolicy).toBe('Delete');
    expect(propertiesOf(template, 'AWS::Scheduler::Schedule')[0]).toMatchObject({
      ScheduleExpression: 'rate(2 minutes)',
    });
    expect(propertiesOf(template, 'AWS::Lambda::EventSourceMapping').map(({ ScalingConfig }) => ScalingConfig)).toEqual(
      [{ MaximumConcurrency: 5 }, { MaximumConcurrency: 7 }, undefined],
    );
    expect(propertiesOf(template, 'AWS::KMS::Key')).toEqual([]);
    expect(propertiesOf(template, 'AWS::Events::EventBus')).toEqual([]);
    expect(propertiesOf(template, 'AWS::CloudWatch::Alarm')[0]).toMatchObject({
      AlarmActions: ['arn:aws:sns:eu-west-2:111111111111:on-call'],
    });
  });

  const staging = 'arn:aws:events:eu-west-2:222222222222:event-bus/staging';
  const secretArn = 'arn:aws:secretsmanager:eu-west-2:111111111111:secret:';
  test.each<[string, Record<string, unknown>]>([
    ['the command line', { callbacks: 'true', callbackRoutes: `staging=${staging},test=${staging}2` }],
    ['cdk.json', { callbacks: true, callbackRoutes: { staging, test: `${staging}2` } }],
  ])(
    'context from %s turns callbacks on, and the outputs give the URL and the name of the token’s secret',
    (_name, context) => {
      const secrets = { callbackTokenSecretName: 'the-token', callbackSigningSecretName: 'signing' };
      const template = synthesize({ ...context, ...secrets });
      const outputs = template.findOutputs('*');
      expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['CallbackUrl', 'CallbackTokenSecretName']));
      expect(outputs['CallbackTokenSecretName']?.['Value']).toBe('the-token');
      const routes = propertiesOf(template, 'AWS::Lambda::Function').flatMap(({ Environment }) => {
        const { Variables } = Environment as { Variables: Record<string, unknown> };
        return Variables[environment.callbackRoutes] === undefined ? [] : [Variables[environment.callbackRoutes]];
      });
      const told = JSON.stringify(routes);
      for (const [to, bus] of [
        ['staging', staging],
        ['test', `${staging}2`],
      ]) {
        expect(told).toMatch(new RegExp(`pipelineId[\\\\":]+${to}[\\\\":]+,`));
        expect(told).toMatch(new RegExp(`:secret:signing[\\\\":,]+eventBusArn[\\\\":]+${bus}[\\\\"]+}`));
      }
    },
  );

  test('context turns received texts on and sets how often they are polled', () => {
    const template = synthesize({ receivedTexts: 'true', receivedTextsPollIntervalMinutes: '7' });
    expect(JSON.stringify(propertiesOf(template, 'AWS::Scheduler::Schedule'))).toContain('rate(7 minutes)');
  });

  test('context turns letter PDFs on and sets how long they are stored', () => {
    const template = synthesize({ letterPdfs: 'true', letterPdfRetentionDays: '30' });
    expect(JSON.stringify(propertiesOf(template, 'AWS::S3::Bucket'))).toContain(
      JSON.stringify({ ExpirationInDays: 30, Prefix: 'letters/', Status: 'Enabled' }),
    );
    const services = propertiesOf(template, 'AWS::Lambda::Function').map((each) => JSON.stringify(each['Environment']));
    expect(services.filter((each) => each.includes('"POWERTOOLS_SERVICE_NAME":"letter-pdfs"'))).toHaveLength(1);
  });

  test('context from cdk.json may contain numbers', () => {
    const template = synthesize({ pollIntervalMinutes: 3 });
    expect(JSON.stringify(propertiesOf(template, 'AWS::Scheduler::Schedule'))).toContain('rate(3 minutes)');
  });

  test('context sets the name of the stack', () => {
    expect(createNotifyStack(new App()).stackName).toBe('govuk-notify');
    expect(createNotifyStack(new App({ context: { stackName: 'mine' } })).stackName).toBe('mine');
  });

  test.each<[string, unknown, string]>([
    ['recordRetentionDays', '-1', 'context recordRetentionDays must be a number, at least 0, got "-1"'],
    ['recordRetentionDays', '7', 'recordRetention must be at least 15 days'],
    ['pollIntervalMinutes', 'often', 'context pollIntervalMinutes must be a number, at least 0, got "often"'],
    ['pollIntervalMinutes', '0.5', 'pollInterval must be whole minutes, at least 1'],
    ['maxConcurrency', '', 'context maxConcurrency must be a number, at least 0, got ""'],
    ['maxConcurrency', '1', 'maxConcurrency must be a whole number from 2 to 1000'],
    ['rateLimit', '0', 'rateLimit must be a whole number of requests a minute'],
    ['rateShare', 'half', 'context rateShare must be a number, at least 0, got "half"'],
    ['rateShare', '2', 'rateShare must be more than 0 and at most 1'],
    ['maxFailures', '0', 'maxFailures must be a whole number from 1 to 100'],
    ['callbacks', 'yes', 'context callbacks must be true or false, got "yes"'],
    ['receivedTexts', 'yes', 'context receivedTexts must be true or false, got "yes"'],
    ['receivedTextsPollIntervalMinutes', '5', 'receivedTextsPollInterval needs received texts, which are off'],
    ['letterPdfs', 'yes', 'context letterPdfs must be true or false, got "yes"'],
    ['letterPdfRetentionDays', '0.5', 'letterPdfRetention must be whole days, at least 1'],
    ['callbackTokenSecretName', 'the-token', 'callbackTokenSecret needs callbacks, which are off'],
    ['callbackRoutes', 'staging', 'context callbackRoutes must be pipeline ids, each with the ARN of an event bus'],
    [
      'callbackRoutes',
      { staging: 5 },
      'context callbackRoutes must be pipeline ids, each with the ARN of an event bus',
    ],
    [
      'callbackRoutes',
      `staging=${staging}`,
      'context callbackRoutes and routedCallbacks need callbackSigningSecretName',
    ],
    ['routedCallbacks', 'true', 'context callbackRoutes and routedCallbacks need callbackSigningSecretName, got none'],
    ['removalPolicy', 'snapshot', "context removalPolicy must be retain or destroy, got 'snapshot'"],
    ['secretName', '', 'context secretName must be text, got ""'],
    ['secretName', `${secretArn}key-AbCdEf`, 'context secretName must be a name and not an ARN, got "arn:aws:'],
    ['callbackTokenSecretName', `${secretArn}token-AbCdEf`, 'context callbackTokenSecretName must be a name and not'],
    ['eventBusName', staging, 'context eventBusName must be a name and not an ARN, got "arn:aws:'],
    ['events', 'final', 'context events must be one of all, without-sending, final-only, sending, held, sent,'],
    ['events', 'failed,lost', "or several events separated by commas, got 'failed,lost': give it as -c events="],
    ['pipelineId', 7, 'context pipelineId must be text, got 7'],
    ['pipelineId', 'a/b', "pipelineId must be 1 to 60 letters, digits, full stops, underscores and hyphens, got 'a/b'"],
  ])('invalid context is refused: %s = %j', (key, value, message) => {
    const refused = () => synthesize({ [key]: value });
    expect(refused).toThrow(InvalidSettingsError);
    expect(refused).toThrow(message);
  });
});

describe('NotifyStack: unread context', () => {
  const warnings = (context: Record<string, unknown>) => warningsOf(createNotifyStack(new App({ context })));

  test('an unknown context key is warned about by name, with the list of known keys', () => {
    const [warning, ...others] = warnings({ ratelimit: '1', calbacks: 'true', callbacks: 'true' });
    expect(warning).toMatch(
      /^context ratelimit, calbacks has no effect, .*did you mean rateLimit, callbacks\?\); the settings are stackName, .*\brateLimit,/,
    );
    expect(warning).toMatch(/\[ack: cdk-govuk-notify:unreadContext\]$/);
    expect(others).toEqual([]);
  });

  test.each(['rate-limit', 'rate_limit', 'RATELIMIT', 'vpc'])('a context key written as %s is warned about', (key) => {
    expect(warnings({ [key]: 'x' })).toEqual([expect.stringContaining(`context ${key} has no effect`)]);
  });

  test('context of the CDK or of another library gives no warning', () => {
    const ofTheCli = { 'acknowledged-issue-numbers': [1], 'cli-telemetry': false, 'aws:cdk:bundling-stacks': ['**'] };
    const found = { 'availability-zones:account=1:region=eu-west-2': ['eu-west-2a'], '@acme/thing:on': true };
    expect(warnings({ ...ofTheCli, ...found, ...recommendedFlags, ...cdkJson.context })).toEqual([]);
  });

  test('no known context key counts as unread', () => {
    expect(unreadContext(Object.fromEntries(contextKeys.map((key) => [key, 'x'])))).toBeUndefined();
  });
});

describe('NotifyStack: guide', () => {
  const rows = rowsUnder('docs/guide/app.md', '## Settings');

  test('the guide lists every context key and no other', () => {
    expect(rows.flatMap(([key]) => codeIn(key))).toEqual(contextKeys);
  });

  test('the defaults in the guide are the real defaults', () => {
    const defaults = rows.flatMap(([key, , value]) => codeIn(value).map((code) => [codeIn(key)[0] ?? '', code]));
    expect(defaults.length).toBeGreaterThan(10);
    const context = Object.fromEntries(defaults) as Record<string, string>;
    expect(createNotifyStack(new App({ context })).stackName).toBe(createNotifyStack(new App()).stackName);
    expect(synthesize(context).toJSON()).toEqual(synthesize().toJSON());
  });
});
