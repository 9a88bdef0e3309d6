import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Files whose aliases say what a text is; a `string` in them is the meaning of the alias. */
const kinds = /\/src\/(ids|text|instant|json)\.[jt]s$/;

/** @type {Map<string, ts.SourceFile>} */
const parsed = new Map();

const parse = (/** @type {string} */ path) => {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  parsed.set(path, file);
  return file;
};

/**
 * Where a file gets a name from, by a relative import.
 * @param {ts.SourceFile} file
 * @param {string} name
 */
const importOf = (file, name) => {
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const element = bindings.elements.find((candidate) => candidate.name.text === name);
    if (element === undefined || !statement.moduleSpecifier.text.startsWith('.')) continue;
    const path = join(dirname(file.fileName), statement.moduleSpecifier.text.replace(/\.js$/, '.ts'));
    return { path, name: (element.propertyName ?? element.name).text };
  }
  return null;
};

const declarationIn = (/** @type {ts.SourceFile} */ file, /** @type {string} */ name) =>
  file.statements.find(
    (statement) =>
      (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === name,
  );

/**
 * The first member of a type, also of the types that it is made of, that is a plain string.
 * @param {ts.Node} node
 * @param {Set<string>} seen types that were looked at, so that one that holds itself ends
 * @returns {string | null} name of the member
 */
const plainText = (node, seen) => {
  // The key of an index signature is a name of the contract, not a text of the event.
  if (ts.isIndexSignatureDeclaration(node)) return plainText(node.type, seen);
  if (node.kind === ts.SyntaxKind.StringKeyword) {
    const member = ts.findAncestor(node, ts.isPropertySignature);
    return member?.name.getText() ?? 'the type itself';
  }
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    const found = plainTextOf(node.getSourceFile(), node.typeName.text, seen);
    if (found !== null) return `${node.typeName.text}: ${found}`;
  }
  return ts.forEachChild(node, (child) => plainText(child, seen) ?? undefined) ?? null;
};

/**
 * @param {ts.SourceFile} file
 * @param {string} name of a type in that file, declared or imported
 * @param {Set<string>} seen
 * @returns {string | null}
 */
const plainTextOf = (file, name, seen) => {
  const key = `${file.fileName} ${name}`;
  if (seen.has(key)) return null;
  seen.add(key);
  const declaration = declarationIn(file, name);
  if (declaration !== undefined) return plainText(declaration, seen);
  const from = importOf(file, name);
  if (from === null || kinds.test(from.path) || !existsSync(from.path)) return null;
  return plainTextOf(parse(from.path), from.name, seen);
};

/** Every text in the data of an event has a kind, so that no sentence is stored. @type {import('eslint').Rule.RuleModule} */
export const eventTexts = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      plain:
        '{{event}}: "{{member}}" is a plain string. Say what it is: Code, Id, Instant, Digest, PersonText (libs/contracts/src/text.ts, ids.ts). A sentence is made from a code when people read it.',
    },
  },
  create: (context) => {
    return {
      CallExpression: (node) => {
        const call = context.sourceCode.parserServices.esTreeNodeToTSNodeMap.get(node);
        if (!ts.isCallExpression(call) || call.expression.getText() !== 'defineEvent') return;
        const event = ts.findAncestor(call, ts.isPropertyAssignment)?.name.getText() ?? '';
        for (const type of call.typeArguments ?? []) {
          const member = plainText(type, new Set());
          if (member !== null) context.report({ node, messageId: 'plain', data: { event, member } });
        }
      },
    };
  },
};
