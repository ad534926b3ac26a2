import { account, physicalNames, region } from './physical-names';

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A resource as it is once it is deployed. */
export interface Deployed {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/Stack/1f0b7b8e-0000-4000-8000-000000000000`,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What CloudFormation makes of a template: its functions are worked out, and what they refer to has a name. */
export class Deployment {
  readonly #resources: Readonly<Record<string, TemplateResource>>;

  constructor({ Resources }: { readonly Resources: Readonly<Record<string, TemplateResource>> }) {
    this.#resources = Resources;
  }

  /** The resources of a type. */
  all(type: string): readonly Deployed[] {
    return Object.entries(this.#resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => ({ id, properties: this.#resolve(Properties) as Deployed['properties'] }));
  }

  /** The ARN of a resource. */
  arn(id: string): string {
    return this.#attribute(id, 'Arn');
  }

  #attribute(id: string, attribute: string): string {
    const value = this.#namesOf(id).attributes[attribute];
    if (value === undefined) throw new Error(`nobody knows the ${attribute} of ${id}: say it in physical-names.ts`);
    return value;
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#resolve(each));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name = '', of] = entries[0] ?? [];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return this.#call(name, of);
    return Object.fromEntries(entries.map(([key, each]) => [key, this.#resolve(each)]));
  }

  #call(name: string, of: unknown): unknown {
    switch (name) {
      case 'Ref':
        return pseudo[String(of)] ?? this.#namesOf(String(of)).ref;
      case 'Fn::GetAtt':
        return this.#attribute(...(of as [string, string]));
      case 'Fn::Join': {
        const [between, parts] = of as [string, unknown];
        return (this.#resolve(parts) as string[]).join(between);
      }
      case 'Fn::Select': {
        const [place, from] = of as [number | string, unknown];
        return (this.#resolve(from) as unknown[])[Number(place)];
      }
      case 'Fn::Split': {
        const [at, text] = of as [string, unknown];
        return String(this.#resolve(text)).split(at);
      }
      default:
        throw new Error(`nobody knows what ${name} gives: say it in deployment.ts`);
    }
  }

  #namesOf(id: string) {
    const resource = this.#resources[id];
    if (!resource) throw new Error(`the template has no resource ${id}`);
    return physicalNames(resource.Type, id);
  }
}
