import { readFileSync } from "node:fs";
import ts from "typescript";

/** What a package's typings say beyond its mappers. */
export interface Declarations {
  member(interfaceName: string, member: string): DeclaredMember | undefined;
}

export interface DeclaredMember {
  required: boolean;
  /** Values of `Known…`, where the member's type is an open enumeration. */
  knownValues: readonly string[] | undefined;
}

/** Reads the interfaces and enumerations of a declaration file, without checking it. */
export function publishedDeclarations(file: string): Declarations {
  const { statements } = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
  const interfaces = new Map(statements.filter(ts.isInterfaceDeclaration).map((type) => [type.name.text, type]));
  const enums = new Map(statements.filter(ts.isEnumDeclaration).map((type) => [type.name.text, valuesOf(type)]));

  const member = (interfaceName: string, name: string): DeclaredMember | undefined => {
    const type = interfaces.get(interfaceName);
    const own = type?.members.filter(ts.isPropertySignature).find((property) => nameOf(property.name) === name);
    if (own === undefined) {
      return basesOf(type)
        .map((base) => member(base, name))
        .find((inherited) => inherited !== undefined);
    }
    const known = own.type && ts.isTypeReferenceNode(own.type) ? `Known${nameOf(own.type.typeName)}` : "";
    return { required: own.questionToken === undefined, knownValues: enums.get(known) };
  };
  return { member };
}

function basesOf(type: ts.InterfaceDeclaration | undefined): string[] {
  return (type?.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => nameOf(expression)));
}

function valuesOf(type: ts.EnumDeclaration): string[] {
  return type.members.flatMap(({ initializer }) =>
    initializer && ts.isStringLiteral(initializer) ? [initializer.text] : [],
  );
}

function nameOf(node: ts.Node): string {
  return ts.isIdentifier(node) || ts.isStringLiteral(node) ? node.text : "";
}
