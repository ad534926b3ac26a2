import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { once } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { table } from '../../lib/contract/table';
import { meterWrite } from '../../test/shared/deliveries/write-units';
import { connectTo } from './table';

type Marshalled = Parameters<typeof unmarshall>[0];

interface Write {
  readonly TableName: string;
  readonly Item?: Marshalled;
  readonly Key?: Marshalled;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Hands on what DynamoDB is asked, and counts the write units of it by the size of each item before and after. */
export async function openMeteredTable(database: Server) {
  database.listen(0, '127.0.0.1');
  await once(database, 'listening');
  const endpoint = `http://127.0.0.1:${(database.address() as AddressInfo).port}`;
  const client = DynamoDBDocumentClient.from(connectTo(endpoint));
  let units = 0;

  async function handOn(headers: IncomingHttpHeaders, body: string): Promise<Answer> {
    const { authorization = '', 'x-amz-target': target, 'x-amz-date': date } = headers;
    const answer = await fetch(endpoint, {
      method: 'POST',
      body,
      headers: {
        authorization,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': String(date),
        'x-amz-target': String(target),
      },
    });
    return { status: answer.status, text: await answer.text() };
  }

  return {
    async answer(call: string, headers: IncomingHttpHeaders, body: string): Promise<Answer> {
      if (!/^(Put|Update|Delete)Item$/.test(call)) return handOn(headers, body);
      const { TableName, Item, Key } = JSON.parse(body) as Write;
      const { partitionKey } = table;
      const written = { TableName, Key: { [partitionKey]: unmarshall(Item ?? Key ?? {})[partitionKey] as unknown } };
      return meterWrite(
        client,
        written,
        () => handOn(headers, body),
        (cost) => (units += cost),
      );
    },
    /** Units since the last time. */
    take(): number {
      const taken = units;
      units = 0;
      return taken;
    },
  };
}
