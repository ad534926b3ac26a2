import type { NotifyPipeline } from '../../lib';

/** The alarms of a pipeline by their construct ids, each in the one place where it is counted. */
const ids = {
  always: [
    'MessagesWait',
    'UrgentMessagesWait',
    'OperatorHold',
    'MessagesExpire',
    'HeldMessagesExpire',
    'DeadLetters',
    'TechnicalFailures',
    'DeadLettersExpire',
    'EventDeadLetters',
    'KeyRefused',
    'LaneStopped',
    'NotAllowed',
    'NotHeld',
    'DuplicateSuspected',
    'TooFast',
    'KeyAge',
    'TextDailyLimit',
    'DailyLimit',
    'RejectedRate',
    'FailedRate',
    'ExpiredMessages',
    'OutcomesMissing',
    'Faults',
    'Throttled',
    'ScheduledMessagesLate',
    'EventsLate',
    'EventsStopped',
    'SendErrors',
    'SendUrgentErrors',
    'PollErrors',
    'PollNotRunning',
    'ReleaseErrors',
    'ReleaseNotRunning',
    'ReleaseScheduledErrors',
    'ReleaseScheduledNotRunning',
    'AnnounceErrors',
  ],
  callbacks: ['BadToken', 'NoTokenFlood', 'CallbacksNotArriving', 'CallbacksErrors'],
  routedCallbacks: ['BadSignature', 'RoutedCallbacksWait'],
  receivedTexts: ['ReceivedTextsErrors', 'ReceivedTextsNotRunning'],
  dailyLimits: ['DailyLimitNear'],
  textBudget: ['TextBudgetSpent', 'TextBudgetNear'],
  canary: ['CanaryMissing', 'CanaryErrors', 'CanaryNotRunning'],
  burnRateAlarms: ['UrgentBurnsFast', 'UrgentBurnsSlowly', 'OutcomesBurnFast', 'OutcomesBurnSlowly'],
  letterPdfs: ['LetterPdfDeadLetters', 'LetterPdfsWait', 'LetterPdfErrors'],
  sendTasks: ['TaskOutcomesWait', 'SendTaskErrors'],
} as const;

/** The ids that the alarms of a pipeline have for which these are on. */
export const alarmIdsWith = (...on: readonly Exclude<keyof typeof ids, 'always'>[]): readonly string[] =>
  [...ids.always, ...on.flatMap((each) => ids[each])].sort();

/** The ids of all that a pipeline can have, beside the composite of the urgent ones. */
export const allAlarmIds: readonly string[] = Object.values(ids).flat().sort();

/** Those that it has. */
export const alarmIdsOf = ({ alarms }: NotifyPipeline): readonly string[] =>
  [...alarms.all.map(({ node }) => node.id), ...alarms.burnRates.map(({ node }) => node.scope?.node.id ?? '')].sort();
