/** The CloudWatch metrics that the functions emit and the alarms watch, under one name each. */
export const metrics = {
  namespace: 'GovukNotify',
  /** Every metric has it, so that two pipelines in one account can be told apart. */
  pipelineDimension: 'PipelineId',
  names: {
    /** Messages that Notify took. */
    sent: 'Sent',
    /** Messages that will never be sent: bad themselves, or refused by Notify. */
    rejected: 'Rejected',
    /** Messages that came too late to be sent. */
    expired: 'Expired',
    /** Messages that wait for a reason that is not their own. */
    held: 'Held',
    /** Repeats of a message that were not sent again. */
    duplicate: 'Duplicate',
    /** Posts to Notify of which nobody knows what became. */
    unknownOutcome: 'UnknownOutcome',
    /** Times that Notify refused the API key. */
    keyRefused: 'KeyRefused',
    /** Messages that Notify has more than once, as far as it can be seen. */
    duplicateSuspected: 'DuplicateSuspected',
    /** Times that Notify said that we are too fast. */
    tooFast: 'TooFast',
    /** Times that everything was stopped, for Notify was down or the key refused. */
    stopped: 'Stopped',
    /** Messages that were put back because something of ours failed: the table, a secret, the queue. */
    fault: 'Fault',
    delivered: 'Delivered',
    failed: 'Failed',
    untracked: 'Untracked',
    /** Outcomes that a receipt should have told, and that only the poll found. */
    outcomeByPollOnly: 'OutcomeByPollOnly',
    /** Notifications that the poll came across and that are not this pipeline's. */
    foreign: 'Foreign',
    /** Items on the table's stream, messages on a queue, or notifications of Notify's that are not to be read. */
    unreadable: 'Unreadable',
  },
} as const;

export type MetricName = (typeof metrics.names)[keyof typeof metrics.names];
