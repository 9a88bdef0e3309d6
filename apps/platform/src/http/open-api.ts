import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getMetadataStorage } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';

/**
 * OpenAPI of every route at /docs/api. Schemas of bodies and queries come from the same metadata that validates them,
 * so they cannot differ from what is accepted.
 */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  const config = new DocumentBuilder()
    .setTitle('Guildhall')
    .setDescription(
      'Control plane for organisations of AI agents. Errors are RFC 9457 problem details with `code` and `fix`.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('gh_session')
    .build();
  const document = (): ReturnType<typeof SwaggerModule.createDocument> => {
    const built = SwaggerModule.createDocument(app, config);
    const schemas = validationMetadatasToSchemas({
      classValidatorMetadataStorage: getMetadataStorage(),
      refPointerPrefix: '#/components/schemas/',
    });
    built.components = { ...built.components, schemas: { ...built.components?.schemas, ...(schemas as object) } };
    return built;
  };
  SwaggerModule.setup('docs/api', app, document, {
    jsonDocumentUrl: 'docs/api-json',
    yamlDocumentUrl: 'docs/api-yaml',
  });
};
