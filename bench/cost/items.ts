import { rateLimitSettings } from '../../lib/contract/rate-limit';
import { inFull } from '../shared/results';
import type { Item } from './bill';
import type { Counted } from './count';
import { readDefaults } from './defaults';

const { gigabytes, batchSize, concurrency } = readDefaults();
/** Messages in a second of a mailing. */
const perSecond = rateLimitSettings(3000, 1).rate;

/** What cannot be counted on this machine: how long AWS and Notify take, in milliseconds of a run. */
const assumed = { announce: 100, announceOne: 60, pollStart: 300, callbacks: 40, sendOne: 300 };
/** A call of Notify by the poll, and a group of its writes, which are made at the same time. In milliseconds. */
const [notifyCall, writesOfPoll, writtenAtOnce] = [300, 30, 50];
/** Lambda asks the stream four times a second, and the poll runs once a minute. */
const [streamReadsPerSecond, pollsPerSecond] = [4, 1 / 60];
/** What CloudWatch adds to the size of a line. */
const perLine = 26;

/** What other benches found. */
export interface Measured {
  /** What the send function logs of a message. */
  readonly logBytes: number;
  /** Calls of Notify by the poll for an outcome. */
  readonly pollCalls: number;
  /** Of the send function for a message of a mailing. `undefined`: it was not measured here. */
  readonly secondsOfSend: number | undefined;
}

const invoked = (name: string, runs: number, milliseconds: number, source: string): readonly Item[] => [
  {
    what: `Lambda ${name}`,
    of: 'lambda GB-seconds',
    quantity: (runs * milliseconds * gigabytes(name)) / 1000,
    source: `${source}, assumed ${milliseconds} ms each; ${gigabytes(name)} GB by the template`,
  },
  { what: `Lambda ${name}, requests`, of: 'lambda requests', quantity: runs, source },
];

/** The poll runs once a minute, and for as long as its calls take. */
function ofThePoll(callsAMessage: number): readonly Item[] {
  const runs = pollsPerSecond / perSecond;
  const milliseconds = callsAMessage * notifyCall + writesOfPoll / writtenAtOnce + runs * assumed.pollStart;
  return [
    {
      what: 'Lambda poll',
      of: 'lambda GB-seconds',
      quantity: (milliseconds * gigabytes('poll')) / 1000,
      source:
        `bench:poll counted ${inFull(callsAMessage, 4)} calls of Notify, assumed ${notifyCall} ms each, and ${writesOfPoll} ms ` +
        `for ${writtenAtOnce} writes`,
    },
    { what: 'Lambda poll, requests', of: 'lambda requests', quantity: runs, source: 'a run a minute' },
  ];
}

const inCommon = ({ table, events }: Counted, { logBytes, pollCalls }: Measured): readonly Item[] => [
  { what: 'DynamoDB writes of records', of: 'dynamodb write units', quantity: table.deliveries, source: 'counted' },
  { what: 'DynamoDB writes of awaited lists', of: 'dynamodb write units', quantity: table.lists, source: 'counted' },
  { what: 'DynamoDB writes of other items', of: 'dynamodb write units', quantity: table.others, source: 'counted' },
  {
    what: 'DynamoDB writes of the rate limit',
    of: 'dynamodb write units',
    quantity: table.rateLimit,
    source: 'counted',
  },
  { what: 'DynamoDB reads', of: 'dynamodb read units', quantity: table.reads, source: 'counted' },
  { what: 'EventBridge', of: 'eventbridge events', quantity: events, source: 'counted' },
  ...ofThePoll(pollCalls),
  {
    what: 'CloudWatch Logs of send',
    of: 'log gigabytes',
    quantity: (logBytes + perLine) / 1_000_000_000,
    source: `bench:send counted ${inFull(logBytes)} bytes, and CloudWatch adds ${perLine}`,
  },
];

/** What a message of a mailing uses, which is sent at Notify's pace. */
export const ofAMailing = (counted: Counted, measured: Measured): readonly Item[] => [
  {
    what: 'Lambda send',
    of: 'lambda GB-seconds',
    quantity: (measured.secondsOfSend ?? concurrency / perSecond) * gigabytes('send'),
    source:
      measured.secondsOfSend === undefined
        ? `${concurrency} functions of ${gigabytes('send')} GB that are never idle, ${inFull(perSecond, 1)} messages a second`
        : `bench:lambda-seconds measured ${measured.secondsOfSend} s; ${gigabytes('send')} GB by the template`,
  },
  { what: 'Lambda send, requests', of: 'lambda requests', quantity: 1 / batchSize, source: `batches of ${batchSize}` },
  ...invoked(
    'announce',
    Math.min(streamReadsPerSecond / perSecond, counted.events),
    assumed.announce,
    'the stream is read 4 times a second',
  ),
  ...inCommon(counted, measured),
  { what: 'SQS', of: 'sqs requests', quantity: 0.3, source: 'published, received and deleted ten at a time' },
];

/** What a message uses that comes alone. */
export const ofASingle = (counted: Counted, measured: Measured): readonly Item[] => [
  ...invoked('send', 1, assumed.sendOne, 'a run a message'),
  ...invoked('announce', counted.events, assumed.announceOne, 'a run an event'),
  ...inCommon(counted, measured),
  { what: 'SQS', of: 'sqs requests', quantity: 3, source: 'published, received and deleted alone' },
];

/** What callbacks add. */
export const ofCallbacks = ({ callbacks, table }: Counted): readonly Item[] => [
  ...invoked('callbacks', callbacks, assumed.callbacks, 'counted'),
  {
    what: 'DynamoDB deletes of awaited lists',
    of: 'dynamodb write units',
    quantity: table.lists,
    source: 'as many as were counted to write them: the run ends before the poll deletes them',
  },
  {
    what: 'DynamoDB reads of records on lists',
    of: 'dynamodb read units',
    quantity: 1,
    source: 'the poll reads each once: test/poll/lists',
  },
];

/** What being held once adds, by what the bench of the release counted. */
export const ofAHold = (calls: number, units: number, events: number): readonly Item[] => [
  { what: 'SQS, to hold and to release', of: 'sqs requests', quantity: calls, source: 'counted by bench:release' },
  {
    what: 'DynamoDB writes, to hold and to claim again',
    of: 'dynamodb write units',
    quantity: units,
    source: 'counted',
  },
  { what: 'EventBridge, of the hold', of: 'eventbridge events', quantity: events, source: 'counted' },
];
