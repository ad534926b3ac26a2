import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** The alarms of a pipeline. Each goes off only for what a person has to see to, and says what to do first. */
export interface IPipelineAlarms extends IConstruct {
  /** Notify failed on a message too often, or nobody could finish with it. */
  readonly deadLetters: Alarm;
  /** Everything is stopped, for Notify refuses the API key, or there is none to be had. */
  readonly keyRefused: Alarm;
  /** A lane is stopped, because Notify fails on its messages. */
  readonly notifyDown: Alarm;
  /** Notify refuses messages for a condition of the service or the key, such as trial mode or a team key. */
  readonly notAllowed: Alarm;
  /** Notify says that it does not hold messages that it must have: the API key may be that of another service. */
  readonly notHeld: Alarm;
  /** A message may have been sent twice. */
  readonly duplicateSuspected: Alarm;
  /** Messages could not be handled in each of three periods of five minutes, for something of the pipeline's own failed. */
  readonly faults: Alarm;
  /** An urgent message has waited for five minutes. */
  readonly urgentMessagesWait: Alarm;
  /** A held message is about to be deleted by SQS. */
  readonly heldMessagesExpire: Alarm;
  /** Events come ten minutes after the change they tell of, or later. */
  readonly eventsLate: Alarm;
  /** Events reach nobody, for EventBridge cannot use the pipeline's key. Only there if the bus is the pipeline's own. */
  readonly eventDeadLetters?: Alarm;
  /** The send function has failed in each of three periods of five minutes. */
  readonly sendErrors: Alarm;
  /** The function that sends urgent messages has failed in each of three periods of five minutes. */
  readonly sendUrgentErrors: Alarm;
  /** The poll function has failed in each of three periods of five minutes, or of `pollInterval` if that is longer. */
  readonly pollErrors: Alarm;
  /** The release function has failed in each of three periods of five minutes. */
  readonly releaseErrors: Alarm;
  /** The announce function has failed in each of three periods of five minutes. */
  readonly announceErrors: Alarm;
  /** A callback bore a token that is not ours. Only there if `callbacks` are on. */
  readonly badToken?: Alarm;
  /** What another pipeline, or somebody else, handed on is not signed as it should be. Only there if `routedCallbacks` are given. */
  readonly badSignature?: Alarm;
  /** The callbacks function has failed in each of three periods of five minutes. Only there if `callbacks` are on. */
  readonly callbacksErrors?: Alarm;
  /**
   * The texts function has failed in each of three periods of five minutes, or of `receivedTextsPollInterval` if that is
   * longer. Only there if `receivedTexts` are on.
   */
  readonly receivedTextsErrors?: Alarm;
  /** Nobody could finish with a letter whose PDF was to be kept. Only there if `letterPdfs` are on. */
  readonly letterPdfDeadLetters?: Alarm;
  /** A letter whose turn has come has waited for a day for someone to ask Notify for its PDF. Only there if `letterPdfs` are on. */
  readonly letterPdfsWait?: Alarm;
  /** The letter PDF function has failed in each of three periods of five minutes. Only there if `letterPdfs` are on. */
  readonly letterPdfErrors?: Alarm;

  /** Every alarm, for actions of your own. */
  readonly all: Alarm[];
}
