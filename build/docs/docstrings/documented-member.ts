export type MemberKind = 'class' | 'interface' | 'function' | 'type' | 'constant' | 'enum' | 'method' | 'property';

export interface DocstringTag {
  readonly name: string;
  readonly text: string;
}

/** A name that the package exports, or a public member of one, and its docstring. */
export interface DocumentedMember {
  /** As it is written in code, such as `NotifyClient.sendEmail`. */
  readonly name: string;
  readonly kind: MemberKind;
  /** The class or interface that it is a member of. */
  readonly owner: string | undefined;
  /** Its file and line. */
  readonly place: string;
  /** The docstring without its tags, its own or that of the base that it implements. Empty if there is none. */
  readonly about: string;
  readonly tags: readonly DocstringTag[];
  readonly isOptional: boolean;
  /** Whether it holds or answers something of the CDK: a queue, a grant, a rule. */
  readonly isOfCdk: boolean;
  /** Whether its code, or code of ours that it calls, can throw. */
  readonly throws: boolean;
}
