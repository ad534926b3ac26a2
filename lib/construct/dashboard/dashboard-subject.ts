import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmSubject } from '../alarms/alarm-subject';

/** Every function of a pipeline, by what it is called there. */
export function functionsOf(subject: AlarmSubject): Readonly<Record<string, Function>> {
  return given({
    send: subject.sendFunction,
    'send urgent': subject.sendUrgentFunction,
    poll: subject.pollFunction,
    release: subject.releaseFunction,
    'release scheduled': subject.releaseScheduledFunction,
    announce: subject.announceFunction,
    callbacks: subject.callbacksFunction,
    'received texts': subject.receivedTextsFunction,
    'letter PDFs': subject.letterPdfFunction,
    tasks: subject.sendTaskFunction,
    canary: subject.canaryFunction,
  });
}

/** Every queue of a pipeline, by what it is called there. */
export function queuesOf({
  queues,
  eventDeadLetterQueue,
  callbacksFunction,
  letterPdfQueues,
  sendTaskFunction,
}: AlarmSubject): Readonly<Record<string, Queue>> {
  const { heldQueues } = queues;
  return given({
    queue: queues.queue,
    urgent: queues.urgentQueue,
    'held emails': heldQueues.email,
    'held texts': heldQueues.sms,
    'held international texts': heldQueues.internationalSms,
    'held letters': heldQueues.letter,
    'held urgent': heldQueues.urgent,
    'dead letters': queues.deadLetterQueue,
    'dead events': eventDeadLetterQueue,
    'routed callbacks': callbacksFunction?.routed?.queue,
    'letter PDFs': letterPdfQueues?.queue,
    'dead letter PDFs': letterPdfQueues?.deadLetterQueue,
    'outcomes for tasks': sendTaskFunction?.outcomes,
  });
}

const given = <T>(all: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).flatMap(([name, one]) => (one ? [[name, one]] : [])));
