import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';

/** One call of a function's URL. */
export interface UrlCall {
  /** @default 'POST' */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const id = 'abcdefghijklmnopqrstuvwxyz012345';
const domainName = `${id}.lambda-url.eu-west-2.on.aws`;

/**
 * A call as Lambda hands it over to the function.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function urlEvent({ method = 'POST', headers, body }: UrlCall, now: number): LambdaFunctionURLEvent {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const userAgent = headers['User-Agent'] ?? '';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: { host: domainName, 'x-forwarded-proto': 'https', ...Object.fromEntries(lowerCase) },
    requestContext: {
      accountId: 'anonymous',
      apiId: id,
      domainName,
      domainPrefix: id,
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    body,
    isBase64Encoded: false,
  };
}

/** What the URL answers for what the function returns. */
export const urlAnswer = (result: LambdaFunctionURLResult | undefined): APIGatewayProxyStructuredResultV2 =>
  typeof result === 'object' ? { statusCode: 200, ...result } : { statusCode: 200, body: String(result ?? null) };
