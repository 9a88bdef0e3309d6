import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { inputsOf } from '../route-inputs.js';
import { openApiDocument } from './document.js';

/** Serves the OpenAPI document of all declared routes at /docs/api, with a page to read it. */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  let document: OpenAPIObject | null = null;
  const made = (): OpenAPIObject => (document ??= openApiDocument(inputsOf(app)) as unknown as OpenAPIObject);
  SwaggerModule.setup('docs/api', app, made, { jsonDocumentUrl: 'docs/api-json', yamlDocumentUrl: 'docs/api-yaml' });
};
