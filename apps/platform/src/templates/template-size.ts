import { checkedPath } from '@guildhall/agent-files';
import { GuildhallError, templateLimits } from '@guildhall/contracts';
import { isOfVariables, type TemplateContents } from './template-folders.js';

/** Can they be the first files of an agent? Throws TEMPLATE_FILES_INVALID, PATH_REFUSED. */
export const requireKeepable = (files: TemplateContents): void => {
  if (files.size > templateLimits.files)
    throw new GuildhallError('TEMPLATE_FILES_INVALID', {
      problem: `they are ${files.size}, more than ${templateLimits.files}`,
    });
  let bytes = 0;
  for (const [path, content] of files) {
    checkedPath(path);
    if (isOfVariables(path))
      throw new GuildhallError('TEMPLATE_FILES_INVALID', { problem: `agents would be given what ${path} says` });
    bytes += content.length;
  }
  if (bytes > templateLimits.bytes)
    throw new GuildhallError('TEMPLATE_FILES_INVALID', { problem: `they have ${bytes} bytes, more than allowed` });
};
