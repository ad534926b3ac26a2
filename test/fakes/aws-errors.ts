/** What the AWS SDK throws for an answer of AWS. */
export const awsError = (name: string, httpStatusCode: number, message = name): Error =>
  Object.assign(new Error(message), {
    name,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode },
  });

/** What AWS answers while a part of it is down. */
export const unavailable = (message = 'unavailable'): Error => awsError('ServiceUnavailable', 503, message);
