import { marshall } from '@aws-sdk/util-dynamodb';
import { isPassingFault } from '../../lambda/shared/passing-fault';
import { PipelineError, SettingError } from '../../lib/contract/pipeline-error';
import { NotifyConnectionError } from '../../lib/notify';
import { awsError, unavailable } from '../fakes/aws-errors';

const named = (name: string, more: object = {}): Error => Object.assign(new Error('x'), { name, ...more });

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a fault that passes', () => {
  test.each([
    ['a 503 of AWS', unavailable()],
    ['a 500 of AWS', awsError('InternalServerError', 500)],
    ['a 503 that AWS calls by an odd name', awsError('ValidationException', 503)],
    ['throttling of DynamoDB', awsError('ProvisionedThroughputExceededException', 400)],
    ['throttling of DynamoDB by partition', awsError('ThrottlingException', 400)],
    ['a request limit', awsError('RequestLimitExceeded', 400)],
    ['throttling of SQS', awsError('RequestThrottled', 403)],
    ['throttling of KMS', awsError('KmsThrottled', 400)],
    ['slow down of S3', awsError('SlowDown', 503)],
    ['a conflict of transactions', awsError('TransactionConflictException', 400)],
    ['a refused permission', awsError('AccessDeniedException', 400)],
    ['a disabled key', awsError('KMSDisabledException', 400)],
    ['a token that is over', awsError('ExpiredTokenException', 400)],
    ['a table that is gone', awsError('ResourceNotFoundException', 400)],
    ['a secret that is to be deleted', awsError('InvalidRequestException', 400)],
    ['a clock that is wrong', awsError('InvalidSignatureException', 403)],
    ['a time-out', named('TimeoutError')],
    ['an aborted request', named('AbortError')],
    ['no credentials', named('CredentialsProviderError')],
    ['a reset', named('Error', { code: 'ECONNRESET' })],
    ['a name that is not resolved', named('Error', { code: 'EAI_AGAIN' })],
    ['a socket of the HTTP client', named('SocketError', { code: 'UND_ERR_SOCKET' })],
    ['a secret that is empty', new SettingError('secret x is empty')],
    ['Notify', new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true })],
  ])('is %s', (_what, error) => {
    expect(isPassingFault(error)).toBe(true);
  });

  test.each([
    ['a value that DynamoDB does not take', awsError('ValidationException', 400)],
    ['half a character', awsError('SerializationException', 400)],
    ['an item that is too big', awsError('ItemCollectionSizeLimitExceededException', 400)],
    ['a message that SQS does not take', awsError('InvalidMessageContents', 400)],
    ['a message that is too long', awsError('InvalidParameterValue', 400)],
    ['an attribute that SQS does not take', awsError('InvalidAttributeValue', 400)],
    ['a key that is too long', awsError('KeyTooLongError', 400)],
    ['an event that is too big', awsError('Anything', 413)],
    ['a TypeError', new TypeError('x')],
    ['a TypeError of Node', named('TypeError', { code: 'ERR_INVALID_ARG_TYPE' })],
    ['a RangeError', new RangeError('Invalid time value')],
    ['a SyntaxError', new SyntaxError('x')],
    ['a value that the SDK cannot marshal', thrownBy(() => marshall({ a: NaN }))],
    ['an object that the SDK cannot marshal', thrownBy(() => marshall({ a: { constructor: 'x' } }))],
    ['an item that is no delivery', new PipelineError('item x is not a delivery')],
    ['what is no error', 'no'],
    ['nothing', undefined],
  ])('is not %s', (_what, error) => {
    expect(isPassingFault(error)).toBe(false);
  });
});
