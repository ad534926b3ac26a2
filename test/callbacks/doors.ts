import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { HttpEvent } from '../../lambda/callbacks/http-request';

/** What happens to a call on its way in, written for the one that a function's URL would make of it. */
export type Door = (call: LambdaFunctionURLEvent) => HttpEvent;

const capitalised = (name: string): string => name.replaceAll(/(^|-)[a-z]/g, (first) => first.toUpperCase());

const byName = (headers: LambdaFunctionURLEvent['headers'], change: (name: string) => string = (name) => name) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [change(name), value]));

/** Everything that can stand before the function. */
export const doors: Readonly<Record<string, Door>> = {
  /** @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
  'a function URL': (call) => call,
  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
  'an HTTP API': ({ requestContext, ...call }) => {
    const domainName = 'abcdefghij.execute-api.eu-west-2.amazonaws.com';
    return {
      ...call,
      headers: { ...call.headers, host: domainName, 'x-forwarded-for': '192.0.2.1' },
      requestContext: {
        accountId: '111111111111',
        apiId: 'abcdefghij',
        domainName,
        domainPrefix: 'abcdefghij',
        http: requestContext.http,
        requestId: 'JKJaXmPLvHcESHA=',
        routeKey: '$default',
        stage: '$default',
        time: requestContext.time,
        timeEpoch: requestContext.timeEpoch,
      },
    };
  },
  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
  'a REST API': ({ requestContext, headers, body, isBase64Encoded }) => ({
    resource: '/',
    path: '/',
    httpMethod: requestContext.http.method,
    headers: byName(headers, capitalised),
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [capitalised(name), [value ?? '']]),
    ),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {} as never,
    body: body || null,
    isBase64Encoded,
  }),
  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
  'a load balancer': ({ requestContext, headers, body, isBase64Encoded }) => ({
    requestContext: {
      elb: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-2:111111111111:targetgroup/notify/1234567890123456',
      },
    },
    httpMethod: requestContext.http.method,
    path: '/',
    queryStringParameters: {},
    headers: byName(headers),
    body: body ?? '',
    isBase64Encoded,
  }),
};
