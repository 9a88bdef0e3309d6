import ts from 'typescript';
import { dependenciesOf, dependencyLimit } from '../shape/dependencies.mjs';

/** A class gets five things to work with at most: constructor parameters and injected fields. @type {import('eslint').Rule.RuleModule} */
export const fewDependencies = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      many: `{{name}} has {{count}} dependencies; more than ${dependencyLimit} means that it is two things. Split it by what its methods use.`,
    },
  },
  create: (context) => {
    /** @param {import('eslint').Rule.Node} node */
    const check = (node) => {
      const declaration = context.sourceCode.parserServices.esTreeNodeToTSNodeMap.get(node);
      if (!ts.isClassLike(declaration)) return;
      const count = dependenciesOf(declaration);
      if (count <= dependencyLimit) return;
      const data = { name: declaration.name?.text ?? 'This class', count: String(count) };
      context.report({ node, messageId: 'many', data });
    };
    return { ClassDeclaration: check, ClassExpression: check };
  },
};
