import type { TemplateFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { templateDecider } from './template.js';

const file = (path: string, digest: string) => ({ path, digest, size: 3 });
const brought = {
  templateId: 'reviewer',
  name: 'Reviewer',
  origin: 'person' as const,
  files: [file('config.yaml', 'a'), file('prompt.md', 'b')],
};
const imported: TemplateFact = { type: 'TemplateImported', data: brought };

describe('a template', () => {
  it('is imported once, and the same again changes nothing', () => {
    given(templateDecider).when(brought).then(imported);
    given(templateDecider, imported).when(brought).thenNothing();
  });

  it.each([
    ['other content', [file('config.yaml', 'x'), file('prompt.md', 'b')]],
    ['fewer files', [file('config.yaml', 'a')]],
    ['another path', [file('config.yaml', 'a'), file('prompts.md', 'b')]],
  ])('is not overwritten with %s', (_what, files) => {
    given(templateDecider, imported)
      .when({ ...brought, files })
      .thenRefused('TEMPLATE_EXISTS', { template: 'reviewer' });
  });
});
