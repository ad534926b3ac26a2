import { join, relative } from 'node:path';
import {
  API,
  SignatureKind,
  SymbolFlags,
  type Checker,
  type Project,
  type Symbol,
  type Type,
  type TypeReference,
} from 'typescript/unstable/sync';
import { SyntaxKind, type Node } from 'typescript/unstable/ast';
import { repository } from '../pages';
import { entryPoints } from './entry-points';
import { ThrowFinder } from './throw-finder';
import type { DocumentedMember, MemberKind } from './documented-member';

const kinds: ReadonlyMap<SyntaxKind, MemberKind> = new Map([
  [SyntaxKind.ClassDeclaration, 'class'],
  [SyntaxKind.InterfaceDeclaration, 'interface'],
  [SyntaxKind.FunctionDeclaration, 'function'],
  [SyntaxKind.TypeAliasDeclaration, 'type'],
  [SyntaxKind.VariableDeclaration, 'constant'],
  [SyntaxKind.EnumDeclaration, 'enum'],
  [SyntaxKind.MethodDeclaration, 'method'],
  [SyntaxKind.MethodSignature, 'method'],
  [SyntaxKind.PropertyDeclaration, 'property'],
  [SyntaxKind.PropertySignature, 'property'],
  [SyntaxKind.GetAccessor, 'property'],
  [SyntaxKind.EnumMember, 'property'],
  [SyntaxKind.Parameter, 'property'],
]);

const hidden: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword]);

/** A class or an interface, as far as it says what it extends and implements. */
interface Heir {
  readonly heritageClauses?: readonly { readonly types: readonly Node[] }[];
}

/** Everything that the package exports, with its docstring, read by the compiler. */
export function exportedMembers(): readonly DocumentedMember[] {
  const api = new API({ cwd: repository });
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(repository, 'tsconfig.build.json')] }).getProjects();
    if (!project) throw new Error('the compiler opened no project: see that tsconfig.build.json is there');
    return new Reader(project).all();
  } finally {
    api.close();
  }
}

class Reader {
  readonly #project: Project;
  readonly #checker: Checker;
  readonly #throws: ThrowFinder;

  constructor(project: Project) {
    this.#project = project;
    this.#checker = project.checker;
    this.#throws = new ThrowFinder(project);
  }

  all(): readonly DocumentedMember[] {
    const members = new Map<string, DocumentedMember>();
    for (const [entry, file] of entryPoints()) {
      const source = this.#project.program.getSourceFile(join(repository, file));
      const module = source && this.#checker.getSymbolAtLocation(source);
      if (!module)
        throw new Error(`${file}, which package.json exports as ${entry}, is no module: build/docs/docstrings`);
      for (const exported of this.#checker.getExportsOfModule(module)) {
        for (const member of this.#withMembers(exported)) {
          if (!members.has(member.place)) members.set(member.place, member);
        }
      }
    }
    return [...members.values()];
  }

  #withMembers(exported: Symbol): readonly DocumentedMember[] {
    const symbol = exported.flags & SymbolFlags.Alias ? this.#checker.getAliasedSymbol(exported) : exported;
    const own = this.#describe(symbol, exported.name, undefined);
    if (!own || !['class', 'interface', 'enum'].includes(own.kind)) return own ? [own] : [];
    const inner = [...this.#propertiesOf(symbol), ...symbol.getExports().values()];
    return [own, ...inner.flatMap((member) => this.#describe(member, member.name, member.getParent() ?? symbol) ?? [])];
  }

  /** Its members, also those of a base that is not exported by itself. */
  #propertiesOf(symbol: Symbol): readonly Symbol[] {
    return this.#checker.getPropertiesOfType(this.#checker.getDeclaredTypeOfSymbol(symbol));
  }

  #describe(symbol: Symbol, name: string, owner: Symbol | undefined): DocumentedMember | undefined {
    const node = symbol.declarations[0]?.resolve(this.#project);
    const kind = node && kinds.get(node.kind);
    // A member by a symbol of JavaScript, such as that of an iterator, is called by the language.
    if (!node || !kind || this.#isHidden(node) || name.startsWith('__@')) return undefined;
    const from = owner ? this.#documented(symbol) : symbol;
    const constructor =
      kind === 'class'
        ? [...symbol.getMembers().values()].find(({ flags }) => flags & SymbolFlags.Constructor)
        : undefined;
    const tags = [from, ...(constructor ? [constructor] : [])].flatMap((each) => each.getJsDocTags(this.#checker));
    if (tags.some((tag) => tag.name === 'internal')) return undefined;
    const file = node.getSourceFile();
    if (!file.fileName.startsWith(join(repository, 'lib'))) return undefined;
    const line = file.text.slice(0, node.getStart()).split('\n').length;
    const type = this.#checker.getTypeOfSymbol(symbol);
    return {
      name: owner ? `${owner.name}.${name}` : name,
      kind,
      owner: owner?.name,
      place: `${relative(repository, file.fileName)}:${line}`,
      about: from.getDocumentationComment(this.#checker),
      tags: tags.map((tag) => ({ name: tag.name, text: tag.text ?? '' })),
      isOptional: (symbol.flags & SymbolFlags.Optional) !== 0,
      isOfCdk: type !== undefined && this.#isOfCdk(type),
      throws: this.#throws.of(node),
    };
  }

  /** Whether a property holds something of the CDK, or a method answers it: a queue, a grant, a rule. */
  #isOfCdk(type: Type): boolean {
    const [signature] = this.#checker.getSignaturesOfType(type, SignatureKind.Call);
    const answered = (signature && this.#checker.getReturnTypeOfSignature(signature)) ?? type;
    const one = this.#checker.getNonNullableType(answered) ?? answered;
    const [element] = this.#checker.isArrayType(one) ? this.#checker.getTypeArguments(one as TypeReference) : [];
    const [declared] = (element ?? one).getSymbol()?.declarations ?? [];
    return /\/node_modules\/aws-cdk-lib\/aws-/.test(declared?.resolve(this.#project)?.getSourceFile().fileName ?? '');
  }

  #isHidden(node: Node): boolean {
    const { modifiers, name } = node as { modifiers?: readonly Node[]; name?: Node };
    return name?.kind === SyntaxKind.PrivateIdentifier || (modifiers ?? []).some(({ kind }) => hidden.has(kind));
  }

  /** The symbol that has the docstring: the member itself, or that of a base whose promise it fulfils. */
  #documented(symbol: Symbol): Symbol {
    if (symbol.getDocumentationComment(this.#checker) !== '') return symbol;
    const parent = symbol.getParent()?.declarations[0]?.resolve(this.#project) as Heir | undefined;
    for (const base of (parent?.heritageClauses ?? []).flatMap(({ types }) => types)) {
      const type = this.#checker.getTypeAtLocation(base);
      const inherited = type && this.#checker.getPropertyOfType(type, symbol.name);
      if (!inherited) continue;
      const documented = this.#documented(inherited);
      if (documented.getDocumentationComment(this.#checker) !== '') return documented;
    }
    return symbol;
  }
}
