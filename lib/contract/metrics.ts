/**
 * The CloudWatch metrics that the functions emit and the alarms watch, under one name each.
 *
 * @example
 * notify.metric(metrics.names.sent);
 */
export const metrics = {
  namespace: 'GovukNotify',
  /** Every metric has it, to distinguish two pipelines in one account. */
  pipelineDimension: 'PipelineId',
  /** What is about one message is there twice: for the pipeline alone, and with its channel besides. */
  channelDimension: 'Channel',
  /** Where a pipeline has `senderMetrics`: what the messages of one service came to. */
  senderDimension: 'Sender',
  names: {
    /** Messages that Notify took. */
    sent: 'Sent',
    /** Messages that will never be sent: bad themselves, or refused by Notify. */
    rejected: 'Rejected',
    /** Messages that were rejected because the recipient guard does not allow their recipient. */
    recipientStopped: 'RecipientStopped',
    /** Messages that were given to Notify for the recipient that the guard names instead of their own. */
    redirected: 'Redirected',
    /** Text messages that were rejected because their number had had as many as it may. */
    textLimitReached: 'TextLimitReached',
    /** Text messages that were rejected because they may not go to that country. */
    textCountryStopped: 'TextCountryStopped',
    /** Per cent of the day's budget for text messages that are spent: after each batch with some. */
    textBudgetUsed: 'TextBudgetUsed',
    /** Times that the spent budget stopped text messages, or still stops them: each hold once a minute. */
    textBudgetSpent: 'TextBudgetSpent',
    /** Messages that came too late to be sent. */
    expired: 'Expired',
    /** Messages that wait for a reason that is not their own. */
    held: 'Held',
    /** Holds that a person has placed, counted once a minute for as long as they stand. */
    operatorHold: 'OperatorHold',
    /** Times that Notify was asked whether it has a message already. */
    lookUp: 'LookUp',
    /** How late the oldest scheduled message is that nothing stops and that is not on its queue yet, in seconds. */
    scheduledLate: 'ScheduledLate',
    /** Repeats of a message that were not sent again. */
    duplicate: 'Duplicate',
    /** Messages of which we do not know yet whether Notify accepted them. */
    unknownOutcome: 'UnknownOutcome',
    /** Times that Notify refused the API key. */
    keyRefused: 'KeyRefused',
    /** Messages that Notify has more than once, as far as it can be seen. */
    duplicateSuspected: 'DuplicateSuspected',
    /** Times that a daily limit of Notify's stopped messages, or still stops them: each hold once a minute. */
    dailyLimit: 'DailyLimit',
    /** Holds that stand, of every kind: looked at once a minute. */
    standingHolds: 'StandingHolds',
    /** Seconds from when a message was first seen, or might be sent, until Notify took it. Urgent ones are apart. */
    wait: 'Wait',
    /** The same for an urgent message. */
    urgentWait: 'UrgentWait',
    /** Seconds for which an urgent message has waited, each time that it is seen, until Notify takes it. */
    urgentWaiting: 'UrgentWaiting',
    /** Messages that failed for a technical reason, of Notify's or of the pipeline's own. They are among `Failed` too. */
    technicalFailure: 'TechnicalFailure',
    /** Days since the API key was put into its secret. */
    keyAge: 'KeyAge',
    /** Times that Notify said that we are too fast. */
    tooFast: 'TooFast',
    /** Times that Notify refused a message for a condition of the service or the key, such as trial mode. */
    notAllowed: 'NotAllowed',
    /** Times that a lane was stopped, or stayed so, because Notify failed on its messages or did not answer for one. */
    stopped: 'Stopped',
    /** Messages that were put back because something of ours failed: the table, a secret, the queue. */
    fault: 'Fault',
    /** Messages that arrived. */
    delivered: 'Delivered',
    /** Messages that Notify took and that did not arrive, or that were given up. */
    failed: 'Failed',
    /** Messages that Notify took, and of which nobody will know whether they arrived. */
    untracked: 'Untracked',
    /** Seconds from when a message was given to Notify until its outcome was known. */
    timeToOutcome: 'TimeToOutcome',
    /** Seconds from when Notify knew the outcome of an email or a text until it was known here. */
    outcomeDelay: 'OutcomeDelay',
    /** Pounds that a message cost, where the record says it. */
    cost: 'Cost',
    /** Outcomes that a callback should have brought, and that only the poll found. */
    outcomeByPollOnly: 'OutcomeByPollOnly',
    /** Messages of the last days that Notify says it does not hold: is the API key that of another service? */
    notHeld: 'NotHeld',
    /** Notifications that the poll came across and that are not this pipeline's. */
    foreign: 'Foreign',
    /** Texts that people sent to the service, and whose events were published. */
    textReceived: 'TextReceived',
    /** Texts that Notify reported although the pipeline is not to receive any. */
    textIgnored: 'TextIgnored',
    /** Emails that were reported as spam. */
    complaintReceived: 'ComplaintReceived',
    /** PDFs of letters that were put into the bucket. */
    letterPdfStored: 'LetterPdfStored',
    /** Letters of which Notify has no PDF to give, or had none for too long. */
    letterPdfMissing: 'LetterPdfMissing',
    /** Items on the table's stream, messages on a queue, or what Notify lists, that are not to be read. */
    unreadable: 'Unreadable',
    /** Callbacks with the outcome of a message: delivery receipts and returned letters. */
    outcomeCallback: 'OutcomeCallback',
    /** Callbacks for messages of which this pipeline has no record, and no route to whose they are. */
    callbackUnmatched: 'CallbackUnmatched',
    /** Callbacks for messages that this pipeline never gave to Notify: they are not Notify's. Nothing of them is kept. */
    callbackNeverSent: 'CallbackNeverSent',
    /** Callbacks that were handed on to the pipeline that they are for. */
    callbackRouted: 'CallbackRouted',
    /** Callbacks with a token that is not ours. Notify does not make them again. */
    badToken: 'BadToken',
    /** Callbacks handed on that are not signed with the secret of the pipelines that may do so. Nothing of them is kept. */
    badSignature: 'BadSignature',
    /** Calls of the callback URL without any token, so not Notify's. */
    noToken: 'NoToken',
    /** Callbacks that are not JSON, or not posted. */
    callbackNotJson: 'CallbackNotJson',
    /** Callbacks of more than 64 KB. */
    callbackTooBig: 'CallbackTooBig',
    /** Callbacks that miss what they should have, or are of no kind that we know. */
    badCallback: 'BadCallback',
    /** Canaries that Notify had in time. */
    canaryArrived: 'CanaryArrived',
    /** Seconds from when a canary was published until Notify had it. */
    canaryTime: 'CanaryTime',
    /** Callbacks with a status that Notify does not document. */
    unknownStatus: 'UnknownStatus',
  },
} as const;

export type MetricName = (typeof metrics.names)[keyof typeof metrics.names];

/** What a metric is measured in that is no count. */
export const metricUnits = {
  [metrics.names.wait]: 'Seconds',
  [metrics.names.urgentWait]: 'Seconds',
  [metrics.names.urgentWaiting]: 'Seconds',
  [metrics.names.timeToOutcome]: 'Seconds',
  [metrics.names.outcomeDelay]: 'Seconds',
  [metrics.names.scheduledLate]: 'Seconds',
  [metrics.names.canaryTime]: 'Seconds',
  [metrics.names.keyAge]: 'None',
  [metrics.names.standingHolds]: 'None',
  [metrics.names.cost]: 'None',
  [metrics.names.textBudgetUsed]: 'None',
} as const;

/** A metric of which each value matters, and not their sum alone. */
export type MeasuredMetric = keyof typeof metricUnits;
