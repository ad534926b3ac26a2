import { acknowledgements } from '../../../lib/construct/validation/acknowledgements';

interface Acknowledgement {
  readonly rule: string;
  /** The logical ids of the resources that it is about. */
  readonly resources: RegExp;
  readonly reason: string;
}

const { noAccessLogs, noOldVersions, noDeadLetterQueueOfFunction, noReservedConcurrency, noVpc, publicUrl } =
  acknowledgements;
const functions = /^Notify(Send|SendUrgent|Poll|Release|ReleaseScheduled|Announce|Callbacks)[0-9A-F]{8}$/;

/** What is left with every prop given. */
export const always: readonly Acknowledgement[] = [
  {
    rule: 'CKV_AWS_165',
    resources: /^NotifyScheduled/,
    reason: 'Backups would store the content of messages for 35 days after it was deleted.',
  },
  {
    rule: 'CKV_AWS_27',
    resources: /^Notify(EventBusDeadLetterQueue|CallbacksRoutedQueue|SendTaskOutcomesQueue)/,
    reason:
      'It is encrypted with a key of SQS, which checkov does not count: EventBridge and other pipelines can use no other.',
  },
  {
    rule: 'CKV_AWS_111',
    resources: /^Notify\w+RoleNetwork/,
    reason: acknowledgements.networkInterfaces.reason,
  },
];

/** What is left until the prop is given that the reason in `docs/security.md` names. */
export const byDefault: readonly Acknowledgement[] = [
  { rule: 'CKV_AWS_18', resources: /^NotifyBucket/, reason: noAccessLogs.reason },
  { rule: 'CKV_AWS_21', resources: /^NotifyBucket/, reason: noOldVersions.reason },
  { rule: 'CKV_AWS_115', resources: functions, reason: noReservedConcurrency.reason },
  { rule: 'CKV_AWS_116', resources: functions, reason: noDeadLetterQueueOfFunction.reason },
  { rule: 'CKV_AWS_117', resources: functions, reason: noVpc.reason },
  {
    rule: 'CKV_AWS_173',
    resources: functions,
    reason: 'The variables are names and addresses, and encrypted with a key of Lambda.',
  },
  { rule: 'CKV_AWS_258', resources: /^NotifyCallbacksFunctionUrl/, reason: publicUrl.reason },
];
