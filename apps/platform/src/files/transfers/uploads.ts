import { fileLimits, formPart, GuildhallError, type UploadedFileView } from '@guildhall/contracts';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { CommandMeta } from '../../commands/command-meta.js';
import type { RecordedFiles } from '../recorded-files.js';
import { pathName, shownName } from './upload-names.js';

/** Where the reference keeps what people upload; its agents look there. */
const folder = '.molecule/chat-uploads';

interface Upload {
  /** As it was sent. */
  filename: string;
  mimeType: string;
  content: Buffer;
}

/** Stores the parts named `files`, all or, when one cannot be taken, none. Throws UPLOAD_INVALID, FILE_TOO_LARGE, BODY_TOO_LARGE. */
export const storeUploads = async (
  request: FastifyRequest,
  files: RecordedFiles,
  { commandId }: CommandMeta,
): Promise<UploadedFileView[]> => {
  const uploads = await uploadsIn(request);
  const stored: UploadedFileView[] = [];
  for (const [index, { filename, mimeType, content }] of uploads.entries()) {
    const path = `${folder}/${prefixOf(commandId, index)}-${pathName(filename)}`;
    await files.write('workspace', path, content);
    stored.push({ uri: `workspace:/workspace/${path}`, name: shownName(filename), mimeType, size: content.length });
  }
  return stored;
};

/** Of its own for every file of every request; a repeated request gives the same names again. */
const prefixOf = (commandId: string, index: number): string =>
  createHash('sha256').update(`${commandId}/${index}`).digest('hex').slice(0, 32);

const uploadsIn = async (request: FastifyRequest): Promise<Upload[]> => {
  if (!request.isMultipart()) throw new GuildhallError('UPLOAD_INVALID', { reason: 'it is not multipart/form-data.' });
  const uploads: Upload[] = [];
  let total = 0;
  try {
    for await (const part of request.files({ limits: partLimits })) {
      if (part.fieldname !== formPart) throw invalid(`there is a part named "${part.fieldname.slice(0, 40)}".`);
      const content = await part.toBuffer();
      total += content.length;
      if (total > fileLimits.uploadRequest)
        throw new GuildhallError('BODY_TOO_LARGE', { limit: fileLimits.uploadRequest });
      uploads.push({ filename: part.filename, mimeType: part.mimetype, content });
    }
  } catch (error) {
    throw refusalFor(error);
  }
  if (uploads.length === 0) throw invalid('it has no file.');
  return uploads;
};

const partLimits = { fileSize: fileLimits.uploadedFile, files: fileLimits.uploads, fields: 0 };

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '');

const refusalFor = (error: unknown): unknown => {
  if (error instanceof GuildhallError) return error;
  // Thrown while the part is read, or only when the next one is asked for.
  if (codeOf(error) === 'FST_REQ_FILE_TOO_LARGE') {
    const { part } = error as { part?: MultipartFile };
    return new GuildhallError('FILE_TOO_LARGE', { path: shownName(part?.filename), limit: fileLimits.uploadedFile });
  }
  if (codeOf(error) === 'FST_FILES_LIMIT') return invalid(`it has more than ${fileLimits.uploads} files.`);
  if (codeOf(error).startsWith('FST_') || error instanceof Error) return invalid('its parts are damaged.', error);
  return error;
};

const invalid = (reason: string, cause?: unknown): GuildhallError =>
  new GuildhallError('UPLOAD_INVALID', { reason }, { cause });
