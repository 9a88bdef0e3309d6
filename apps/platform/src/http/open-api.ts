import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { answers, viewSchemas, type Schema } from './open-api-views.js';

interface Operation {
  operationId?: string;
  responses: Record<string, { description: string; content?: object }>;
}

const pointer = '#/components/schemas/';
const problem = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: `${pointer}Problem` } } },
};

const schemaOf = (answer: string): Schema =>
  answer.endsWith('[]')
    ? { type: 'array', items: { $ref: pointer + answer.slice(0, -2) } }
    : { $ref: pointer + answer };

/** Says what an operation answers, and that everything else is a problem. */
const complete = (operation: Operation): void => {
  const answer = answers[operation.operationId ?? ''];
  operation.responses['default'] = problem;
  for (const [status, response] of Object.entries(operation.responses)) {
    if (answer === undefined || !status.startsWith('2')) continue;
    response.description = 'Done';
    response.content = { 'application/json': { schema: schemaOf(answer) } };
  }
};

const documentOf = (app: NestFastifyApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setTitle('Guildhall')
    .setDescription(
      'Control plane for organisations of AI agents. Errors are RFC 9457 problem details with `code` and `fix`.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('gh_session')
    .build();
  const built = SwaggerModule.createDocument(app, config);
  const options = { classValidatorMetadataStorage: getMetadataStorage(), refPointerPrefix: pointer };
  const known = Object.entries(validationMetadatasToSchemas(options));
  const bodies = Object.fromEntries(known.filter(([name]) => name.endsWith('Body')));
  built.components = {
    ...built.components,
    schemas: { ...built.components?.schemas, ...(bodies as object), ...(viewSchemas as object) },
  };
  for (const path of Object.values(built.paths))
    for (const operation of Object.values(path as Record<string, Operation>)) complete(operation);
  return built;
};

/**
 * OpenAPI of every route at /docs/api. Schemas of bodies and queries come from the same metadata that validates them,
 * so they cannot differ from what is accepted.
 */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  SwaggerModule.setup('docs/api', app, () => documentOf(app), {
    jsonDocumentUrl: 'docs/api-json',
    yamlDocumentUrl: 'docs/api-yaml',
  });
};
