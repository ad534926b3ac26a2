/** A room of the house: a folder with one job. CONTRIBUTING has this table. */
export interface Room {
  readonly folder: string;
  readonly holds: string;
}

export const rooms: readonly Room[] = [
  { folder: 'bin/', holds: 'what a person runs: the deployable app, the command line and its commands' },
  { folder: 'lib/construct/', holds: 'deploy time: the construct, its props and its parts' },
  { folder: 'lib/contract/', holds: 'the vocabulary that deploy time, run time and publishers share' },
  { folder: 'lib/notify/', holds: 'the typed Notify core' },
  { folder: 'lib/rules/', holds: "Notify's own rules as pure functions: recipients, templates, limits" },
  { folder: 'lib/preflight/', holds: 'checks a message before the queue by the rules of Notify' },
  { folder: 'lib/publisher/', holds: "puts messages on a pipeline's queue, big ones through its bucket" },
  { folder: 'lib/records/', holds: 'reads what is on record of messages' },
  { folder: 'lib/templates/', holds: "a service's templates as TypeScript" },
  { folder: 'lib/testing/', holds: 'the stand-in for Notify' },
  { folder: 'lambda/send/', holds: 'gives messages to Notify and records the answer' },
  { folder: 'lambda/send-task/', holds: 'sends messages for states of Step Functions, and ends their tasks' },
  { folder: 'lambda/poll/', holds: 'asks Notify for the status of messages, on a schedule' },
  { folder: 'lambda/callbacks/', holds: "takes Notify's callbacks" },
  { folder: 'lambda/release/', holds: 'ends holds and puts held messages back on their queue' },
  { folder: 'lambda/release-scheduled/', holds: 'puts messages on their queue when their time has come' },
  { folder: 'lambda/announce/', holds: "publishes events from the table's stream" },
  { folder: 'lambda/received-texts/', holds: 'publishes events for texts that people sent' },
  { folder: 'lambda/letter-pdfs/', holds: 'stores the PDFs of letters' },
  { folder: 'lambda/canary/', holds: 'sends a message that nobody gets, to see whether messages go' },
  {
    folder: 'lambda/shared/aws/',
    holds: 'every adapter of AWS and the wiring: all calls of AWS at run time are made here',
  },
  {
    folder: 'lambda/shared/deliveries/',
    holds: 'the delivery, the order of its states, and its store as an interface',
  },
  { folder: 'lambda/shared/holds/', holds: 'what stops messages, and until when: one lane, or everything' },
  {
    folder: 'lambda/shared/schedule/',
    holds: 'messages that wait for a time of their own, and their store as an interface',
  },
  { folder: 'lambda/shared/rate-limit/', holds: 'how fast all senders together may give messages to Notify' },
  { folder: 'lambda/shared/text-limits/', holds: 'how many text messages may go to one number' },
  { folder: 'lambda/shared/checkpoints/', holds: 'how far the poll and the received texts have come' },
  { folder: 'lambda/shared/incoming/', holds: 'events of what people send back, each published once' },
  { folder: 'lambda/shared/tasks/', holds: 'tasks of Step Functions that wait for deliveries, as interfaces' },
  { folder: 'lambda/shared/notify/', holds: "the client with the key of the moment, and what Notify's errors mean" },
  { folder: 'local/', holds: 'the pipeline on this machine' },
  { folder: 'build/', holds: 'bundles, contracts and checks' },
  { folder: 'bench/', holds: 'what things cost, beside others that do the same' },
  { folder: 'test/', holds: 'mirrors the tree; `test/fakes/` has what only tests use' },
];
