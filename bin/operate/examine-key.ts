import { NotifyApiError, NotifyClient, NotifyError } from '../../lib/notify';
import { ParsedApiKey } from '../../lib/notify/api-key';
import { environment } from '../../lib/contract/environment';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { sendersSource } from '../../lib/templates/senders-source';
import { readSecret } from '../../lib/records/clients';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import { connectSecrets } from './clients';
import { configurationOf } from './examine-functions';
import { look, notKnown, well, wrong, type Finding } from './finding';

const subject = 'API key';
const putKey = 'store the live key of the service in the secret, exactly as Notify shows it';

interface ExamineKey {
  readonly pipeline: PipelineDescription;
  /** The channels that are stopped, of which some may be for the kind of the key. */
  readonly stoppedLanes: readonly Circuit[];
  /** The file of the service's templates that is compared with them, and what it says. */
  readonly templates?: { readonly file: string; readonly source: string } | undefined;
}

/** Whether the secret can be read, holds a key, and Notify takes it. Nothing of the key is shown. */
export function examineKey({ pipeline, stoppedLanes, templates }: ExamineKey): Promise<readonly Finding[]> {
  return look(subject, examine(), {
    grant: 'grantOperate of the NotifyPipeline, and grantRead of the secret with the API key,',
    mend: 'check that the secret exists and has a value, and that its encryption key is enabled',
  });

  async function examine(): Promise<readonly Finding[]> {
    const { Environment } = await configurationOf(pipeline.functionNames['send'] ?? '');
    const variables = Environment?.Variables ?? {};
    const { [environment.apiKeySecretArn]: secretId = '', [environment.notifyBaseUrl]: baseUrl = '' } = variables;
    const key = await readSecret(secretId, connectSecrets());
    const malformed = malformationOf(key);
    if (malformed !== undefined) return [wrong(subject, malformed, putKey)];
    const taken = await ask(new NotifyClient({ apiKey: key, baseUrl }), new URL(baseUrl).host);
    return [...taken, kindOf(variables[environment.teamKey] === 'true')];
  }

  async function ask(notify: NotifyClient, host: string): Promise<readonly Finding[]> {
    try {
      const { templates: all } = await notify.listTemplates();
      return [well(subject, `Notify accepts it at ${host}`), ...drift(sendersSource(all))];
    } catch (error) {
      if (!(error instanceof NotifyError)) throw error;
      const isRefused = error instanceof NotifyApiError && (error.kind === 403 || error.kind === 401);
      const clock = 'if the clock of this machine is right, store a live key of the service in the secret';
      if (isRefused) return [wrong(subject, `Notify refuses it: ${error.message}`, clock)];
      return [
        notKnown(subject, `Notify does not answer at ${host} (${error.message})`, 'run it again from another network'),
      ];
    }
  }

  /** Notify says what kind a key is of only when it refuses a message for it. */
  function kindOf(teamKey: boolean): Finding {
    const refused = stoppedLanes.filter(({ cause }) => cause === 'not allowed');
    const meant = teamKey ? 'a team key is expected' : 'a live key is expected';
    return refused.length === 0
      ? well('kind of the API key', `${meant}, and Notify refuses no channel for it`)
      : wrong(
          'kind of the API key',
          `${meant}, but ${refused.map(({ lane, reason }) => `${lane}: ${reason}`).join('; ')}`,
          'store a live key in the secret, or correct the settings of the service in Notify; for a team key, set teamKey',
        );
  }

  function drift(source: string): readonly Finding[] {
    if (!templates) return [];
    const same = templates.source.replaceAll('\r\n', '\n') === source;
    return [
      same
        ? well('templates', `${templates.file} matches Notify`)
        : wrong(
            'templates',
            `${templates.file} does not match Notify`,
            `npx cdk-govuk-notify templates pull --out ${templates.file}`,
          ),
    ];
  }
}

function malformationOf(key: string): string | undefined {
  try {
    void new ParsedApiKey(key);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
