import type { DocumentedMember } from './documented-member';

/** What the package hands to its user. An optional field of these has no default: its docstring says when it is there. */
const handedOut: ReadonlySet<string> = new Set([
  'CallbackRequest',
  'ComplaintEventDetail',
  'DeliveryEventDetail',
  'DeliveryRecord',
  'HttpRequest',
  'IPipelineAlarms',
  'NotifyErrorEntry',
  'PageLinks',
  'SchemaIssue',
]);

/** Classes whose methods call Notify or AWS at run time. */
const callers: ReadonlySet<string> = new Set(['NotifyClient', 'NotifyPublisher', 'NotifyRecords']);

/** The pages that a member may rest on. */
const authorities =
  /^https:\/\/(?:docs\.notifications\.service\.gov\.uk|www\.notifications\.service\.gov\.uk|docs\.aws\.amazon\.com|aws\.amazon\.com)\/\S+$/;

interface DocstringRule {
  readonly rule: string;
  readonly appliesTo: (member: DocumentedMember) => boolean;
  readonly isKept: (member: DocumentedMember, owner: DocumentedMember | undefined) => boolean;
}

const tagsNamed = ({ tags }: DocumentedMember, name: string): readonly string[] =>
  tags.filter((tag) => tag.name === name).map(({ text }) => text);
const has = (member: DocumentedMember, name: string): boolean => tagsNamed(member, name).length > 0;

/** Every error has one, from JavaScript. */
const isNameOfError = ({ name }: DocumentedMember): boolean => name.endsWith('Error.name');

const isShown = ({ kind, name }: DocumentedMember): boolean =>
  ['class', 'function', 'method', 'constant'].includes(kind) ||
  (kind === 'interface' && /(?:Props|Options|Settings|Attributes)$/.test(name));

const isOfConstruct = ({ place }: DocumentedMember): boolean => place.startsWith('lib/construct/');
const isMessageOfNotify = ({ kind, place }: DocumentedMember): boolean =>
  kind === 'interface' && /^lib\/notify\/(?:requests|responses)/.test(place);
const restsOnOthers = (member: DocumentedMember): boolean =>
  (member.kind === 'method' && callers.has(member.owner ?? '')) ||
  (isOfConstruct(member) && member.isOfCdk) ||
  isMessageOfNotify(member);

const restsOnPage = (member: DocumentedMember): boolean =>
  tagsNamed(member, 'see').some((page) => authorities.test(page.trim()));

/** What a docstring has, by what it is of. Why: docs/decisions/0108. */
export const docstringRules: readonly DocstringRule[] = [
  {
    rule: 'has a docstring',
    appliesTo: (member) => !isNameOfError(member),
    isKept: ({ about }) => about.trim() !== '',
  },
  { rule: 'has an @example', appliesTo: isShown, isKept: (member) => has(member, 'example') },
  {
    rule: 'has a @default',
    appliesTo: ({ kind, isOptional, owner = '' }) => kind === 'property' && isOptional && !handedOut.has(owner),
    isKept: (member) => has(member, 'default'),
  },
  {
    rule: 'has a @throws',
    appliesTo: ({ throws }) => throws,
    isKept: (member) => has(member, 'throws'),
  },
  {
    rule: "has a @see of Notify's or AWS's documentation",
    appliesTo: restsOnOthers,
    isKept: (member, owner) => restsOnPage(member) || (owner?.kind === 'interface' && restsOnPage(owner)),
  },
];

/** What is missing in the docstrings, a line each. */
export function docstringGaps(members: readonly DocumentedMember[]): readonly string[] {
  const owners = new Map(members.map((member) => [member.name, member]));
  return members.flatMap((member) =>
    docstringRules
      .filter(({ appliesTo, isKept }) => appliesTo(member) && !isKept(member, owners.get(member.owner ?? '')))
      .map(({ rule }) => `${member.place}: ${member.name} ${rule}: no`),
  );
}
