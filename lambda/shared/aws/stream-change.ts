import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import type { StreamChange } from '../ports';

/** Reads a record of the table's stream. */
export function readStreamChange({ dynamodb }: DynamoDBRecord): StreamChange {
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    before: image(dynamodb?.OldImage),
    after: image(dynamodb?.NewImage),
  };
}

// A number that JavaScript cannot hold would throw, or become one that JSON cannot hold. None of ours is such.
const image = (item: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined =>
  item && unmarshall(item as Parameters<typeof unmarshall>[0], { wrapNumbers: Number });
