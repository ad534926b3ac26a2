import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { CallbackEndpoint, InvalidSettingsError, type NotifyPipelineProps } from '../../lib';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, ref, resourcesOf } from './stacks';

/** A pipeline with a door of some kind, and what the tests look at. */
function behind(callbackEndpoint: CallbackEndpoint, props: Partial<NotifyPipelineProps> = {}, stack = emptyStack()) {
  const { pipeline, template } = pipelineInStack({ ...props, callbackEndpoint }, stack);
  const synthesized = template();
  return { stack, pipeline, template: synthesized, url: stack.resolve(pipeline.callbackUrl) as unknown };
}

describe('CallbackEndpoint: httpApi', () => {
  const { template, url, pipeline, stack } = behind(CallbackEndpoint.httpApi());
  const [stageId = ''] = Object.keys(resourcesOf(template, 'AWS::ApiGatewayV2::Stage'));
  const [apiId = ''] = Object.keys(resourcesOf(template, 'AWS::ApiGatewayV2::Api'));

  test('the API is the only way in: there is no function URL, and only this API may invoke the function', () => {
    expect(propertiesOf(template, 'AWS::Lambda::Url')).toEqual([]);
    const functionName = stack.resolve(pipeline.callbacksFunction?.functionArn) as unknown;
    const permissions = propertiesOf(template, 'AWS::Lambda::Permission').filter(
      ({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(functionName),
    );
    expect(permissions).toEqual([
      expect.objectContaining({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }),
    ]);
    expect(JSON.stringify(permissions[0]?.['SourceArn'])).toContain(apiId);
  });

  test('every method reaches the function, in payload format 2.0', () => {
    expect(propertiesOf(template, 'AWS::ApiGatewayV2::Route')).toEqual([
      expect.objectContaining({ RouteKey: '$default', AuthorizationType: 'NONE' }),
    ]);
    expect(propertiesOf(template, 'AWS::ApiGatewayV2::Integration')).toMatchObject([
      { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
    ]);
  });

  test('callbackUrl is the address of the stage, without a path', () => {
    expect(JSON.stringify(url)).toContain(apiId);
    expect(JSON.stringify(url)).toContain('execute-api');
    expect(propertiesOf(template, 'AWS::ApiGatewayV2::Stage')).toMatchObject([{ StageName: '$default' }]);
  });

  test('calls are throttled and logged, under the pipeline’s key, without any header or body', () => {
    const [stage = {}] = propertiesOf(template, 'AWS::ApiGatewayV2::Stage');
    expect(stage).toMatchObject({ DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 } });
    const { DestinationArn, Format } = stage['AccessLogSettings'] as {
      DestinationArn: { 'Fn::GetAtt': [string, string] };
      Format: string;
    };
    expect(
      Object.values(JSON.parse(Format) as object).every((value) => /^\$context\.[\w.]+$/.test(String(value))),
    ).toBe(true);
    expect(Format).not.toMatch(/header|body|authoriz/i);
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup')[DestinationArn['Fn::GetAtt'][0]];
    expect(logs?.Properties).toMatchObject({ KmsKeyId: arn(ids.key), RetentionInDays: 90 });
    expect(stageId).not.toBe('');
  });

  test('without access logs there is no log group more than the functions have', () => {
    const { template: quiet } = behind(CallbackEndpoint.httpApi({ accessLogs: false }));
    expect(propertiesOf(quiet, 'AWS::ApiGatewayV2::Stage')[0]).not.toHaveProperty('AccessLogSettings');
    expect(propertiesOf(quiet, 'AWS::Logs::LogGroup')).toHaveLength(
      propertiesOf(quiet, 'AWS::Lambda::Function').length,
    );
  });

  test('a name of one’s own is what Notify calls, and no other name leads in', () => {
    const own = emptyStack();
    const domainName = DomainName.fromDomainNameAttributes(own, 'Name', {
      name: 'notify.example.gov.uk',
      regionalDomainName: 'd-1234567890.execute-api.eu-west-2.amazonaws.com',
      regionalHostedZoneId: 'Z1234567890',
    });
    const named = behind(CallbackEndpoint.httpApi({ domainName }), {}, own);
    expect(named.url).toBe('https://notify.example.gov.uk/');
    expect(propertiesOf(named.template, 'AWS::ApiGatewayV2::Api')).toMatchObject([{ DisableExecuteApiEndpoint: true }]);
    expect(propertiesOf(named.template, 'AWS::ApiGatewayV2::ApiMapping')).toMatchObject([
      {
        DomainName: 'notify.example.gov.uk',
        ApiId: ref(Object.keys(resourcesOf(named.template, 'AWS::ApiGatewayV2::Api'))[0] ?? ''),
      },
    ]);
  });
});

describe('CallbackEndpoint: existing and none', () => {
  test.each([
    ['existing', CallbackEndpoint.existing('https://api.example.gov.uk/notify'), 'https://api.example.gov.uk/notify'],
    ['none', CallbackEndpoint.none(), undefined],
  ])(
    'with %s the function is there for an integration of one’s own, and nothing else leads to it',
    (_name, door, told) => {
      const { pipeline, template, url } = behind(door);
      expect(url).toBe(told);
      expect(pipeline.callbacksFunction).toBeDefined();
      for (const type of ['AWS::Lambda::Url', 'AWS::Lambda::Permission', 'AWS::ApiGatewayV2::Api']) {
        expect(propertiesOf(template, type)).toEqual([]);
      }
    },
  );

  test('an address that Notify would not call is refused, with what to do', () => {
    const given = () => CallbackEndpoint.existing('http://api.example.gov.uk');
    expect(given).toThrow(InvalidSettingsError);
    expect(given).toThrow(
      "the url of CallbackEndpoint.existing must begin with https://, because Notify calls no other addresses, got 'http://api.example.gov.uk': give the full address",
    );
  });

  test('an endpoint without callbacks is refused', () => {
    expect(() => behind(CallbackEndpoint.functionUrl(), { callbacks: false })).toThrow(
      'callbackEndpoint needs callbacks, which are off: set callbacks to true, or leave it out',
    );
  });
});
