import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** A call as it comes from a function URL or an HTTP API, which make the same of it, a REST API, or a load balancer. */
export type HttpEvent = APIGatewayProxyEventV2 | APIGatewayProxyEvent | ALBEvent;

/** What they have in common. */
export interface IncomingRequest {
  readonly method: string;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/**
 * Reads a call, whichever way it came in.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#receive-event-from-load-balancer
 */
export function readHttpEvent(event: HttpEvent): IncomingRequest {
  const headers = Object.entries(event.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value ?? ''] as const,
  );
  return {
    method: 'httpMethod' in event ? event.httpMethod : event.requestContext.http.method,
    headers: new Map(headers),
    body: event.body ?? '',
    isBase64Encoded: event.isBase64Encoded,
  };
}
