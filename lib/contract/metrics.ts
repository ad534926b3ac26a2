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
    /** Times that Notify refused a message for a condition of the service or the key, such as trial mode. */
    notAllowed: 'NotAllowed',
    /** Times that a lane was stopped, or stayed so, for Notify failed on its messages, or that Notify did not answer for one. */
    stopped: 'Stopped',
    /** Messages that were put back because something of ours failed: the table, a secret, the queue. */
    fault: 'Fault',
    delivered: 'Delivered',
    failed: 'Failed',
    untracked: 'Untracked',
    /** Outcomes that a callback should have brought, and that only the poll found. */
    outcomeByPollOnly: 'OutcomeByPollOnly',
    /** Messages of the last days that Notify says it does not hold: is the API key that of another service? */
    notHeld: 'NotHeld',
    /** Notifications that the poll came across and that are not this pipeline's. */
    foreign: 'Foreign',
    /** Texts that people sent to the service, and that were told. */
    textReceived: 'TextReceived',
    /** Texts that Notify told of although the pipeline is not to receive any. */
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
    /** Callbacks with a status that Notify does not document. */
    unknownStatus: 'UnknownStatus',
  },
} as const;

export type MetricName = (typeof metrics.names)[keyof typeof metrics.names];
