import { Tracing } from 'aws-cdk-lib/aws-lambda';
import type { Template } from 'aws-cdk-lib/assertions';
import { environment } from '../../lib/contract/environment';
import { template as plain } from './plain-pipeline';
import { pipelineInStack, propertiesOf } from './stacks';

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: unknown; readonly Resource: unknown }[] };
}

const functionsOf = (template: Template) => propertiesOf(template, 'AWS::Lambda::Function');
const statementsOf = (template: Template) =>
  (propertiesOf(template, 'AWS::IAM::Policy') as unknown as readonly Policy[]).map(
    ({ PolicyDocument: { Statement } }) => Statement,
  );
const isOfXRay = ({ Action }: { readonly Action: unknown }): boolean => JSON.stringify(Action).includes('xray:');
const tracesRecords = ({ Environment }: Readonly<Record<string, unknown>>): boolean =>
  (Environment as { Variables: Record<string, string> }).Variables[environment.tracing] === 'true';

describe('tracing', () => {
  const traced = pipelineInStack({ tracing: Tracing.ACTIVE, callbacks: true, receivedTexts: true, letterPdfs: true });
  const template = traced.template();

  test('X-Ray traces every function, and each may give it segments and nothing more', () => {
    const functions = functionsOf(template);
    expect(functions.length).toBeGreaterThan(7);
    expect(functions.map(({ TracingConfig }) => TracingConfig)).toEqual(functions.map(() => ({ Mode: 'Active' })));
    const ofXRay = statementsOf(template)
      .map((statements) => statements.filter(isOfXRay))
      .filter(({ length }) => length > 0);
    expect(ofXRay).toHaveLength(functions.length);
    for (const statements of ofXRay) {
      expect(statements).toEqual([
        { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      ]);
    }
  });

  test('the functions that write records are set to name the trace', () => {
    expect(functionsOf(template).filter(tracesRecords)).toHaveLength(2);
  });

  test('by default no function is traced, none may reach X-Ray, and no record names a trace', () => {
    expect(functionsOf(plain).filter((each) => 'TracingConfig' in each)).toEqual([]);
    expect(statementsOf(plain).flat().filter(isOfXRay)).toEqual([]);
    expect(functionsOf(plain).filter(tracesRecords)).toEqual([]);
  });

  test('Tracing.DISABLED is the same as nothing', () => {
    const disabled = pipelineInStack({ tracing: Tracing.DISABLED }).template();
    expect(disabled.toJSON()).toEqual(plain.toJSON());
  });
});
