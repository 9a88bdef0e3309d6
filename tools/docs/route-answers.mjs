import { join } from 'node:path';
import ts from 'typescript';
import { contractsFolder } from './json-schemas.mjs';

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType;

/** @param {ts.TypeChecker} checker @param {ts.Type} type @param {string} name @param {ts.Node} at */
const member = (checker, type, name, at) => {
  const symbol = checker.getPropertyOfType(checker.getNonNullableType(type), name);
  if (symbol === undefined) throw new Error(`${checker.typeToString(type)} has no ${name}`);
  return checker.getTypeOfSymbolAtLocation(symbol, at);
};

/**
 * Source text of an interface `RouteAnswers` with the answer type of every declared route as `<slice>_<name>`. The
 * generator of schemas cannot follow the inferred types of the declarations; the compiler can, and prints them.
 * @returns {string}
 */
export const routeAnswersSource = () => {
  const file = join(contractsFolder, 'src', 'slices.ts');
  const { config } = ts.readConfigFile(join(contractsFolder, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, contractsFolder);
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = /** @type {ts.SourceFile} */ (program.getSourceFile(file));
  const exported = checker.getExportsOfModule(/** @type {ts.Symbol} */ (checker.getSymbolAtLocation(source)));
  const routes = /** @type {ts.Symbol} */ (exported.find(({ name }) => name === 'routes'));
  /** @type {Map<string, string>} name of a type to the module that exports it */
  const imports = new Map();
  const lines = checker
    .getTypeOfSymbolAtLocation(routes, source)
    .getProperties()
    .flatMap((slice) =>
      checker
        .getTypeOfSymbolAtLocation(slice, source)
        .getProperties()
        .map((route) => {
          const types = member(checker, checker.getTypeOfSymbolAtLocation(route, source), '_types', source);
          const printed = checker.typeToString(member(checker, types, 'answer', source), source, flags);
          const text = printed.replaceAll(/import\("([^"]+)"\)\.(\w+)/g, (_all, module, name) => {
            imports.set(name, module);
            return name;
          });
          return `  ${slice.name}_${route.name}: ${text.startsWith('Uint8Array') ? 'unknown' : text};`;
        }),
    );
  const importLines = [...imports].map(([name, module]) => `import type { ${name} } from '${module}';`);
  return [...importLines, 'export interface RouteAnswers {', ...lines, '}', ''].join('\n');
};
