import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { inputsOf } from '../route-inputs.js';
import { openApiDocument } from './document.js';

const require = createRequire(import.meta.url);
const readerFolder = dirname(require.resolve('swagger-ui-dist/package.json'));
/** Of that folder only what the page loads; its own example page would show another API. */
const readerFiles = /^\/(swagger-ui\.css|swagger-ui-bundle\.js|favicon-32x32\.png)$/;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Guildhall API</title>
    <link rel="icon" type="image/png" href="/docs/api/reader/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/api/reader/swagger-ui.css" />
  </head>
  <body>
    <div id="reader"></div>
    <script src="/docs/api/reader/swagger-ui-bundle.js"></script>
    <script src="/docs/api/open-reader.js"></script>
  </body>
</html>
`;
/** A file of its own, because the content policy refuses scripts within a page. */
const script = `SwaggerUIBundle({ url: '/docs/api-json', dom_id: '#reader', deepLinking: true });
`;

/** Serves the OpenAPI document of all declared routes as JSON and YAML, with a page at /docs/api to read it. */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  let document: object | null = null;
  const made = (): object => (document ??= openApiDocument(inputsOf(app)));
  app.useStaticAssets({
    root: readerFolder,
    prefix: '/docs/api/reader/',
    decorateReply: false,
    allowedPath: (path) => readerFiles.test(path),
  });
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of ['/docs/api', '/docs/api/'])
    fastify.get(path, (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  fastify.get('/docs/api/open-reader.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  fastify.get('/docs/api-json', () => made());
  fastify.get('/docs/api-yaml', (_request, reply) =>
    reply.type('application/yaml; charset=utf-8').send(stringify(made())),
  );
};
