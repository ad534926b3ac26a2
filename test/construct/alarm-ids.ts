import type { NotifyPipeline } from '../../lib';

/** The alarms of a pipeline by their construct ids, each in the one place where it is counted. */
const ids = {
  always: [
    'DeadLetters',
    'KeyRefused',
    'NotifyDown',
    'NotAllowed',
    'NotHeld',
    'DuplicateSuspected',
    'Faults',
    'UrgentMessagesWait',
    'HeldMessagesExpire',
    'EventsLate',
    'EventDeadLetters',
    'SendErrors',
    'SendUrgentErrors',
    'PollErrors',
    'ReleaseErrors',
    'AnnounceErrors',
  ],
  callbacks: ['BadToken', 'CallbacksErrors'],
  routedCallbacks: ['BadSignature'],
  receivedTexts: ['ReceivedTextsErrors'],
  letterPdfs: ['LetterPdfDeadLetters', 'LetterPdfsWait', 'LetterPdfErrors'],
} as const;

/** The ids that the alarms of a pipeline have for which these are on. */
export const alarmIdsWith = (...on: readonly Exclude<keyof typeof ids, 'always'>[]): readonly string[] =>
  [...ids.always, ...on.flatMap((each) => ids[each])].sort();

/** Those that it has. */
export const alarmIdsOf = ({ alarms }: NotifyPipeline): readonly string[] =>
  alarms.all.map(({ node }) => node.id).sort();
