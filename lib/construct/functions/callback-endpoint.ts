import { HttpApi, HttpStage, LogGroupLogDestination, type IDomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { Token, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FunctionUrlAuthType, type Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/**
 * The settings of an HTTP API that receives Notify's callbacks.
 *
 * @example
 * CallbackEndpoint.httpApi({ accessLogs: false });
 */
export interface CallbackHttpApiOptions {
  /**
   * Your own domain name, which is then the only way in. Point it at the API in your DNS.
   *
   * @default - the name that API Gateway makes up
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
   */
  readonly domainName?: IDomainName;

  /**
   * Whether every call is written to a log group: when, from which address, by which method and with which status. It logs no
   * header and no body. The log group is encrypted with the pipeline's key, and `logRetention` applies to it.
   *
   * @default true
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
   */
  readonly accessLogs?: boolean;
}

/** What an endpoint is made of. */
interface EndpointSettings {
  readonly encryptionKey: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The endpoint that receives Notify's callbacks. The same function is behind each, and it refuses a call without the bearer
 * token.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'Key', 'govuk-notify/api-key'),
 *   callbackEndpoint: CallbackEndpoint.httpApi(),
 * });
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
 */
export abstract class CallbackEndpoint {
  /**
   * The function's own URL, which anybody can call.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   *
   * @example
   * CallbackEndpoint.functionUrl();
   */
  static functionUrl(): CallbackEndpoint {
    return new FunctionUrlEndpoint();
  }

  /**
   * An HTTP API of API Gateway. Use it if your organisation forbids public function URLs, or if you want access logs or your
   * own domain name.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
   *
   * @example
   * CallbackEndpoint.httpApi();
   */
  static httpApi(options: CallbackHttpApiOptions = {}): CallbackEndpoint {
    return new HttpApiEndpoint(options);
  }

  /**
   * An endpoint of your own, such as a REST API or a load balancer behind a web application firewall. Make an integration
   * with `callbacksFunction`: it takes the events of function URLs, HTTP APIs, REST APIs and load balancers.
   *
   * @param url what Notify is to call. It begins with `https://`
   * @throws InvalidSettingsError when it does not
   *
   * @example
   * CallbackEndpoint.existing('https://callbacks.example.gov.uk/notify');
   */
  static existing(url: string): CallbackEndpoint {
    return new ExistingEndpoint(url);
  }

  /**
   * No endpoint: callbacks come only from `routedCallbacks`, or by an endpoint that you make later. There is no
   * `callbackUrl`.
   *
   * @example
   * CallbackEndpoint.none();
   */
  static none(): CallbackEndpoint {
    return new NoEndpoint();
  }

  /**
   * Opens it. Answers what Notify is to call, if that is known.
   * @internal
   */
  abstract _open(scope: Construct, fn: Function, settings: EndpointSettings): string | undefined;
}

class FunctionUrlEndpoint extends CallbackEndpoint {
  _open(_scope: Construct, fn: Function): string {
    // Notify has a token, and no credentials of AWS to sign with.
    acknowledge(fn, 'publicUrl');
    return fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  }
}

/** What is logged of a call. It names no header: one of them is the token. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    status: '$context.status',
    protocol: '$context.protocol',
    responseLength: '$context.responseLength',
    error: '$context.integrationErrorMessage',
  }),
);

class HttpApiEndpoint extends CallbackEndpoint {
  readonly #options: CallbackHttpApiOptions;

  constructor(options: CallbackHttpApiOptions) {
    super();
    this.#options = options;
  }

  _open(scope: Construct, fn: Function, { logRetention, ...kept }: EndpointSettings): string {
    const { domainName, accessLogs = true } = this.#options;
    const api = new HttpApi(scope, 'CallbackApi', {
      description: 'Receives the callbacks of GOV.UK Notify.',
      createDefaultStage: false,
      // What is not a POST is the function's to refuse, as behind every endpoint.
      defaultIntegration: new HttpLambdaIntegration('Callbacks', fn),
      disableExecuteApiEndpoint: domainName !== undefined,
    });
    const stage = new HttpStage(scope, 'CallbackStage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      // Twenty times what Notify sends. What is turned away is a 429: Notify calls again.
      throttle: { rateLimit: 1000, burstLimit: 1000 },
      ...(domainName && { domainMapping: { domainName } }),
      ...(accessLogs && {
        accessLogSettings: {
          destination: new LogGroupLogDestination(
            new LogGroup(scope, 'CallbackAccessLogs', { ...kept, retention: logRetention }),
          ),
          format: accessLogFormat,
        },
      }),
    });
    acknowledge(api, 'noAuthorizer');
    return domainName ? `https://${domainName.name}/` : stage.url;
  }
}

class ExistingEndpoint extends CallbackEndpoint {
  readonly #url: string;

  constructor(url: string) {
    super();
    if (!Token.isUnresolved(url) && !url.startsWith('https://')) {
      throw new InvalidSettingsError(
        `the url of CallbackEndpoint.existing must begin with https://, because Notify calls no other addresses, got '${url}': give the full address`,
      );
    }
    this.#url = url;
  }

  _open(): string {
    return this.#url;
  }
}

class NoEndpoint extends CallbackEndpoint {
  _open(): undefined {
    return undefined;
  }
}
