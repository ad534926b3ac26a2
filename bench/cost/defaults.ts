import { synthesizeTemplate } from '../../lib/construct/app/notify-stack';

interface LambdaFunction {
  readonly Type: string;
  readonly Properties: {
    readonly MemorySize: number;
    readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  };
}

interface Mapping {
  readonly Type: string;
  readonly Properties: { readonly BatchSize: number; readonly ScalingConfig?: { readonly MaximumConcurrency: number } };
}

/** How the functions of the stack are set up when nothing is set that changes it. */
export function readDefaults() {
  const { Resources } = synthesizeTemplate({ callbacks: true }) as {
    readonly Resources: Readonly<Record<string, LambdaFunction | Mapping>>;
  };
  const all = Object.values(Resources);
  const functions = all.filter((one): one is LambdaFunction => one.Type === 'AWS::Lambda::Function');
  const mappings = all.filter((one): one is Mapping => one.Type === 'AWS::Lambda::EventSourceMapping');
  const queue = mappings.find(({ Properties }) => Properties.ScalingConfig)?.Properties;
  if (!queue?.ScalingConfig) throw new Error('the stack has no queue that a function takes messages from');
  return {
    /** The first queue of the template is the ordinary one. */
    batchSize: queue.BatchSize,
    concurrency: queue.ScalingConfig.MaximumConcurrency,
    gigabytes: (name: string): number => {
      const found = functions.find(
        ({ Properties }) => Properties.Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] === name,
      );
      if (!found) throw new Error(`the stack has no function ${name}`);
      return found.Properties.MemorySize / 1024;
    },
  };
}
