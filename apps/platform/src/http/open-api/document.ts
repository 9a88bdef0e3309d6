import { formPart, pathParameters, routes, type RouteDeclaration } from '@guildhall/contracts';
import { answerSchemas, namedSchemas } from '@guildhall/contracts/answer-schemas';
import { getMetadataStorage } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import type { RouteInputs } from '../route-inputs.js';

interface Schema {
  properties?: Record<string, object>;
  required?: string[];
}

const componentPrefix = '#/components/schemas/';
const component = (name: string): object => ({ $ref: `${componentPrefix}${name}` });
const problem = {
  description: 'The request was refused: `code` is stable, `fix` says what to do.',
  content: { 'application/problem+json': { schema: component('ProblemBody') } },
};
const formOfFiles = {
  type: 'object',
  properties: { [formPart]: { type: 'array', items: { type: 'string', format: 'binary' } } },
  required: [formPart],
};

/** Schemas of the body and query classes and of what they refer to, from the metadata that also checks them. */
const inputSchemas = (handled: readonly RouteInputs[]): Record<string, Schema> => {
  const all = validationMetadatasToSchemas({
    classValidatorMetadataStorage: getMetadataStorage(),
    refPointerPrefix: componentPrefix,
  }) as Record<string, Schema>;
  const found = new Set(handled.flatMap(({ body, query }) => [body?.name, query?.name]));
  // A set that grows while it is walked also yields what was added.
  for (const name of found)
    for (const [, other] of JSON.stringify(all[name ?? ''] ?? {}).matchAll(/#\/components\/schemas\/(\w+)/g))
      found.add(other);
  return Object.fromEntries(Object.entries(all).filter(([name]) => found.has(name)));
};

const answerOf = (id: string, { format }: RouteDeclaration): object => {
  const bytes = { schema: { type: 'string', format: 'binary' } };
  switch (format) {
    case 'json':
      return { description: 'Done', content: { 'application/json': { schema: answerSchemas[id] ?? {} } } };
    case 'bytes':
      return { description: 'The bytes', content: { 'application/octet-stream': bytes, 'application/zip': bytes } };
    case 'text':
      return { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } };
    case 'redirect':
      return { description: 'Continue at the address in Location' };
  }
};

const parametersOf = ({ route, query }: RouteInputs, schemas: Record<string, Schema>): object[] => {
  const inPath = pathParameters(route.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (query === null) return inPath;
  const { properties = {}, required = [] } = schemas[query.name] ?? {};
  const defaults = new query() as Record<string, unknown>;
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name) && defaults[name] === undefined,
    schema,
  }));
  return [...inPath, ...inQuery];
};

const requestBodyOf = ({ route, body }: RouteInputs, schemas: Record<string, Schema>): object => {
  if (route.isForm)
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: formOfFiles } } } };
  if (body === null && route.method === 'GET') return {};
  const isRequired = body !== null && (schemas[body.name]?.required?.length ?? 0) > 0;
  const schema = body === null ? { type: 'object' } : component(body.name);
  return { requestBody: { required: isRequired, content: { 'application/json': { schema } } } };
};

const operationOf = (id: string, slice: string, inputs: RouteInputs, schemas: Record<string, Schema>): object => {
  const { route } = inputs;
  const answers = route.statuses.map((status) => [String(status), answerOf(id, route)]);
  return {
    operationId: id,
    tags: [slice],
    summary: route.summary,
    description: `Permission: \`${route.permission}\``,
    parameters: parametersOf(inputs, schemas),
    ...requestBodyOf(inputs, schemas),
    responses: { ...Object.fromEntries(answers), default: problem },
    security: route.permission === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
  };
};

/** The OpenAPI 3.1 document of the routes that have a handler. */
export const openApiDocument = (handled: readonly RouteInputs[]): object => {
  const schemas = inputSchemas(handled);
  const paths: Record<string, Record<string, object>> = {};
  for (const [slice, declared] of Object.entries(routes)) {
    for (const [name, route] of Object.entries(declared as Record<string, RouteDeclaration>)) {
      const inputs = handled.find((candidate) => candidate.route === route);
      if (inputs === undefined) continue;
      const path = route.path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}');
      const operations = (paths[path] ??= {});
      operations[route.method.toLowerCase()] = operationOf(`${slice}_${name}`, slice, inputs, schemas);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guildhall',
      version: '1',
      description:
        'Control plane for organisations of AI agents. Errors are RFC 9457 problem details with `code` and `fix`.',
    },
    paths,
    components: {
      schemas: { ...schemas, ...namedSchemas },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'gh_session' },
      },
    },
  };
};
