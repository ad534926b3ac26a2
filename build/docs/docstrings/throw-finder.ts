import { SymbolFlags, type Project, type Symbol } from 'typescript/unstable/sync';
import { SyntaxKind, type Node } from 'typescript/unstable/ast';
import { join } from 'node:path';
import { repository } from '../pages';

const functions: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
]);

/** Finds functions whose own code can throw, or a function of ours that they call. What they catch does not count. */
export class ThrowFinder {
  readonly #project: Project;
  readonly #known = new Map<string, boolean>();

  constructor(project: Project) {
    this.#project = project;
  }

  of(declaration: Node): boolean {
    const file = declaration.getSourceFile();
    if (!file.fileName.startsWith(join(repository, 'lib'))) return false;
    const key = `${file.fileName}:${declaration.pos}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, false);
    const throws = this.#bodiesOf(declaration).some((body) => this.#canThrow(body));
    this.#known.set(key, throws);
    return throws;
  }

  /** Of a class its constructor, of a constant the function that it is. */
  #bodiesOf(node: Node): readonly Node[] {
    if (node.kind === SyntaxKind.ClassDeclaration) {
      const { members } = node as unknown as { members: readonly Node[] };
      return members.filter(({ kind }) => kind === SyntaxKind.Constructor).flatMap((each) => this.#bodiesOf(each));
    }
    const { body, initializer } = node as { body?: Node; initializer?: Node };
    if (body) return [body];
    return initializer && functions.has(initializer.kind) ? this.#bodiesOf(initializer) : [];
  }

  #canThrow(node: Node): boolean {
    if (node.kind === SyntaxKind.ThrowStatement) return true;
    if (functions.has(node.kind)) return false;
    if (node.kind === SyntaxKind.TryStatement) {
      const { catchClause, tryBlock, finallyBlock } = node as {
        catchClause?: Node;
        tryBlock?: Node;
        finallyBlock?: Node;
      };
      return [catchClause ?? tryBlock, finallyBlock].some((part) => part !== undefined && this.#canThrow(part));
    }
    if (node.kind === SyntaxKind.CallExpression || node.kind === SyntaxKind.NewExpression) {
      if (this.#calledThrows(node)) return true;
    }
    let found = false;
    node.forEachChild((child) => {
      found ||= this.#canThrow(child);
    });
    return found;
  }

  #calledThrows(call: Node): boolean {
    const { expression } = call as unknown as { expression: Node & { name?: Node } };
    const symbol = this.#project.checker.getSymbolAtLocation(expression.name ?? expression);
    return symbol !== undefined && this.#declarationsOf(symbol).some((declaration) => this.of(declaration));
  }

  #declarationsOf(symbol: Symbol): readonly Node[] {
    const actual = symbol.flags & SymbolFlags.Alias ? this.#project.checker.getAliasedSymbol(symbol) : symbol;
    return actual.declarations.flatMap((handle) => handle.resolve(this.#project) ?? []);
  }
}
