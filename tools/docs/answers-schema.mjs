import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractsFolder, schemasOf } from './json-schemas.mjs';
import { routeAnswersSource } from './route-answers.mjs';

const component = '#/components/schemas/';

/** Rewrites references for the place that the definitions have in an OpenAPI document. */
const relocated = (/** @type {unknown} */ schema) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', `"${component}`));

/** The printed types have to lie in the project for as long as the generator reads them. */
const schemasOfAnswers = () => {
  const file = join(contractsFolder, 'src', `answers-${process.pid}.ts`);
  writeFileSync(file, routeAnswersSource());
  try {
    return schemasOf(file, 'RouteAnswers');
  } finally {
    rmSync(file);
  }
};

/**
 * `libs/contracts/src/answer-schemas/index.ts`: JSON Schemas of the answer of every route and of a refusal, as OpenAPI
 * needs them, made from the TypeScript types.
 */
export const answerSchemasModule = () => {
  const { members, definitions } = schemasOfAnswers();
  const problem = schemasOf('declarations/problem.ts', 'Problems');
  const schemas = { ...definitions, ...problem.definitions };
  return [
    '// Generated from the types of libs/contracts by `node tools/docs/references.mjs`; do not edit by hand.',
    '',
    '/** Schema of the answer of each operation, by `<slice>_<name>`. */',
    `export const answerSchemas: Readonly<Record<string, object>> = ${JSON.stringify(relocated(members))};`,
    '',
    '/** The named types that they refer to. */',
    `export const namedSchemas: Readonly<Record<string, object>> = ${JSON.stringify(relocated(schemas))};`,
    '',
  ].join('\n');
};
