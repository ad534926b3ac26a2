import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { once } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { table } from '../../lib/contract/table';
import { unitsOf } from '../../test/shared/deliveries/write-units';
import type { Item } from '../../test/shared/deliveries/table-in-process';

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
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'eu-west-2', credentials }));
  let units = 0;

  async function read({ TableName, Item, Key }: Write): Promise<Item | undefined> {
    const { partitionKey } = table;
    const key = { [partitionKey]: unmarshall(Item ?? Key ?? {})[partitionKey] as unknown };
    return (await client.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }))).Item;
  }

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
      const write = JSON.parse(body) as Write;
      const before = await read(write);
      const answer = await handOn(headers, body);
      const after = await read(write);
      // A write that is refused costs one too.
      units += Math.max(1, unitsOf(before, after));
      return answer;
    },
    /** Units since the last time. */
    take(): number {
      const taken = units;
      units = 0;
      return taken;
    },
  };
}
