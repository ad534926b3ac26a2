import { Token } from 'aws-cdk-lib';
import { eventBus, queue, secret, topic } from './constructs';
import { hasOnly, isObject, isPlain, known, type Kind } from './kind';
import { duration, flag, number, text } from './values';

// Objects of several settings, and our own classes.

export const eventSelection: Kind = {
  type: 'EventSelection',
  what: 'an EventSelection',
  how: 'one such as EventSelection.finalOnly()',
  fits: (value) => isObject(value) && Array.isArray(value['_states']),
};

export const functionOptions: Kind = {
  type: 'PipelineFunctionOptions',
  what: 'a PipelineFunctionOptions',
  how: 'an object such as { layers: [layer] }',
  fits: isPlain,
};

export const alarmTopics: Kind = {
  type: 'AlarmTopics',
  what: 'an object of SNS topics by p1, p2 and p3',
  how: '{ p1: new Topic(…), p2: new Topic(…) }',
  fits: (value) => isPlain(value) && hasOnly(value, ['p1', 'p2', 'p3'], topic.fits),
};

export const alarmSettings: Kind = {
  type: '{ readonly [name: string]: AlarmSettings }',
  what: 'an object of settings by the names of alarms',
  how: "{ messagesWait: { threshold: 7200 }, keyAge: { off: 'the reason' } }",
  fits: (value) => isPlain(value) && Object.values(value).every(isAlarmSetting),
};

const isAlarmSetting = (value: unknown): boolean =>
  isPlain(value) &&
  hasOnly(value, ['threshold', 'off']) &&
  (value['threshold'] === undefined || number.fits(value['threshold'])) &&
  (value['off'] === undefined || (typeof value['off'] === 'string' && known(value['off'])));

export const dailyLimits: Kind = {
  type: 'ServiceDailyLimits',
  what: 'an object of numbers by email, sms and letter',
  how: '{ email: 250000, sms: 250000 }',
  fits: (value) => isPlain(value) && hasOnly(value, ['email', 'sms', 'letter'], number.fits),
};

export const canary: Kind = {
  type: 'CanaryOptions',
  what: 'an object of templateId, every and within',
  how: "{ templateId: 'e0000000-0000-4000-8000-000000000003' }",
  fits: (value) => {
    if (!isPlain(value)) return false;
    const { templateId, ...times } = value;
    return text.fits(templateId) && hasOnly(times, ['every', 'within'], duration.fits);
  },
};

export const callbackRoutes: Kind = {
  type: '{ readonly [pipelineId: string]: CallbackRoute }',
  what: 'an object of CallbackRoutes by pipeline ids',
  how: '{ staging: CallbackRoute.toEventBus(bus, { signingSecret }) }',
  fits: (value) => isPlain(value) && Object.values(value).every(isCallbackRoute),
};

const isCallbackRoute = (value: unknown): boolean =>
  isObject(value) &&
  (eventBus.fits(value['eventBus']) || queue.fits(value['queue'])) &&
  secret.fits(value['signingSecret']);

export const callbackEndpoint: Kind = {
  type: 'CallbackEndpoint',
  what: 'a CallbackEndpoint',
  how: 'one such as CallbackEndpoint.httpApi()',
  fits: (value) => isObject(value) && typeof value['_open'] === 'function',
};

export const routedCallbacks: Kind = {
  type: 'RoutedCallbacksOptions',
  what: 'an object with a signingSecret',
  how: '{ signingSecret: Secret.fromSecretNameV2(…) }',
  isSecret: true,
  fits: (value) =>
    isPlain(value) &&
    secret.fits(value['signingSecret']) &&
    (value['fromEventBus'] === undefined || flag.fits(value['fromEventBus'])),
};

const texts = (value: unknown): boolean =>
  value === undefined || Token.isUnresolved(value) || (Array.isArray(value) && value.every(text.fits));

export const recipientGuard: Kind = {
  type: 'RecipientGuard',
  what: 'a RecipientGuard',
  how: "RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseReject()",
  isSecret: true,
  fits: (value) =>
    isObject(value) &&
    isObject(value['allowed']) &&
    [value['allowed']['emails'], value['allowed']['domains'], value['allowed']['phoneNumbers']].every(texts) &&
    (value['redirectTo'] === undefined || isTextsByName(value['redirectTo'])),
};

const isTextsByName = (value: unknown): boolean =>
  isPlain(value) && Object.values(value).every((each) => each === undefined || text.fits(each));

const isTextBudget = (value: unknown): boolean =>
  isPlain(value) &&
  Object.entries(value).every(
    ([name, each]) =>
      each === undefined ||
      (['fragmentsADay', 'poundsADay', 'poundsPerFragment'].includes(name) && typeof each === 'number'),
  );

const isTextRule = (value: unknown): boolean =>
  isPlain(value) &&
  Object.entries(value).every(([name, each]) => {
    if (each === undefined) return true;
    if (name === 'countries') return Array.isArray(each) && each.every((country) => typeof country === 'string');
    if (name === 'budget') return isTextBudget(each);
    return (name === 'perNumberAnHour' || name === 'perNumberADay') && typeof each === 'number';
  });

export const textMessageLimits: Kind = {
  type: 'TextMessageLimits',
  what: 'an object of perNumberAnHour, perNumberADay, countries, budget and urgent',
  how: "{ perNumberAnHour: 5, perNumberADay: 20, countries: ['GB'] }",
  fits: (value) => {
    if (!isPlain(value)) return false;
    const { urgent, ...rule } = value;
    return isTextRule(rule) && (urgent === undefined || isTextRule(urgent));
  },
};
