import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/**
 * What a conditional write answers; `undefined` when its condition did not hold, so nothing was written.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export async function conditionally<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
